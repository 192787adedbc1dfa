//! Calls: from a name and arguments to a lifted law.

use super::bind::dotted;
use super::expr::Expr;
use super::scope::Scope;
use super::textual::Call;
use super::{FuncBind, FuncDef};
use crate::lang::ast::{self, ExprKind};
use crate::lang::{self, Diag, nearest};

/// What functions of other languages are called here.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&["strftime", "date_format", "to_char", "format_time", "format_datetime"], "format(time, \"%Y-%m-%d %H:%M:%S\")"),
    (&["strptime", "to_timestamp", "parse_time", "parse_date", "todatetime"], "time(x, \"%d/%m/%Y %H:%M:%S\")"),
    (&["from_unixtime", "fromtimestamp", "to_datetime"], "time(x), or time(x, \"ms\") for a number of any size"),
    (&["timestamp", "unix_timestamp", "mktime", "to_unixtime"], "epoch(t), or epoch(t, \"ms\")"),
    (&["date_trunc", "date_bin", "time_bucket", "timeslice"], "bin(time, 1h), or bin(time, 1d, \"Europe/Berlin\")"),
    (&["to_zone", "in_zone", "at_timezone", "convert_tz"], "format(t, \"%F %T %z\", \"Europe/Berlin\")"),
    (&["width_bucket"], "bucket(x, (0, 10, 100)), bin(x, 10) or log_bucket(x)"),
    (&["log10", "log2"], "log(x, 10), log(x, 2)"),
    (&["ln"], "log(x)"),
    (&["pow", "power"], "x ** y"),
    (&["mod", "fmod"], "x % y"),
    (&["greatest"], "max(a, b)"),
    (&["least"], "min(a, b)"),
    (&["getenv", "environ"], "env(\"HOME\")"),
    (&["urldecode", "unquote", "decode_uri"], "url_decode(x)"),
    (&["urlencode", "quote", "encode_uri", "encode_uri_component"], "url_encode(x)"),
    (&["b64decode", "from_base64", "base64_to_string", "debase64", "atob"], "base64_decode(x)"),
    (&["b64encode", "to_base64", "base64", "btoa"], "base64_encode(x)"),
    (
        &["parse_json", "from_json", "json_parse", "json_decode", "fromjson"],
        "json(x).key, or the stage `parse json from x`",
    ),
    (&["json_extract", "get_json_object", "jsonpath"], "json(x).user.id"),
    (&["parse_url", "urlparse", "urlsplit"], "url(x).host"),
    (&["parse_user_agent", "parse_ua", "useragent"], "user_agent(x).family"),
    (&["unhex", "from_hex", "unhexlify"], "hex_decode(x)"),
    (&["hex", "to_hex", "hexlify"], "hex_encode(x) of text, f\"{x:x}\" of a number"),
    (&["initcap", "title_case", "titlecase"], "x.title()"),
    (&["lpad", "rpad", "pad_left", "pad_right"], "x.rjust(8, \"0\"), x.ljust(8)"),
    (&["split_part", "split_index"], "x.split(\"/\")[1]"),
    (&["sha2", "sha_256", "md5", "sha1"], "sha256(x)"),
    (&["cidrmatch", "cidr_match", "ip_in_range", "is_in_subnet", "ipv4_is_in_range"], "ip in cidr(\"10.0.0.0/8\")"),
    (&["is_ipv4"], "ip_version(x) == 4"),
    (&["is_ipv6"], "ip_version(x) == 6"),
    (&["regexp_extract_all", "regex_extract_all", "findall"], "extract_all(x, r\"\\d+\")"),
    (&["regexp_extract", "regexp_substr", "regex_extract", "rex"], "extract(x, r\"user (\\w+)\")"),
    (&["isnull", "is_null", "isnone"], "x is None"),
    (&["isnotnull", "is_not_null"], "x is not None"),
    (&["ifnull", "nvl"], "x ?? y"),
];

/// The error of an aggregate in an expression.
fn aggregate(name: &str, span: lang::Span) -> Diag {
    Diag::new(span, format!("`{name}` is an aggregate: it opens a stage of its own"))
        .help(format!("... | {name}(x) by key"))
}

/// Whether a function takes so many arguments.
fn arity(def: &FuncDef, n: usize, span: lang::Span) -> Result<(), Diag> {
    let (least, most) = def.args;
    if (least..=most).contains(&n) {
        return Ok(());
    }
    let wants = if least == most { least.to_string() } else { format!("{least} to {most}") };
    let s = if least == most && least == 1 { "" } else { "s" };
    Err(Diag::new(span, format!("`{}` takes {wants} argument{s}, and got {n}", def.doc.name)).help(def.doc.usage))
}

impl Scope<'_> {
    pub(super) fn method(
        &mut self,
        x: &ast::Expr,
        name: &str,
        args: &[ast::Expr],
        span: lang::Span,
    ) -> Result<Expr, Diag> {
        let method = |name: &str| self.registry.func(name).filter(|d| d.method);
        let Some(def) = method(name) else {
            // What is only a function is shown as a call of it, with what stands there.
            let call = |name: &str| {
                let written: Vec<String> = std::iter::once(x).chain(args).map(|e| self.shown(e.span)).collect();
                format!("{name}({})", written.join(", "))
            };
            if self.registry.func(name).is_some() {
                return Err(Diag::new(span, format!("`{name}` is a function and no method")).help(call(name)));
            }
            let diag = Diag::new(span, format!("unknown method `{name}`"));
            return Err(match nearest(name, self.registry.func_names()) {
                Some(near) if method(near).is_some() => diag.help(format!("did you mean `.{near}()`?")),
                Some(near) => diag.help(format!("did you mean `{}`?", call(near))),
                None => diag.help("flitch help functions lists them"),
            });
        };
        let mut all = vec![x.clone()];
        all.extend_from_slice(args);
        self.apply(def, &all, true, span)
    }

    pub(super) fn call(&mut self, name: &str, args: &[ast::Expr], span: lang::Span) -> Result<Expr, Diag> {
        if let Some(def) = self.registry.func(name) {
            return self.apply(def, args, false, span);
        }
        if self.registry.agg(name).is_some() {
            return Err(aggregate(name, span));
        }
        let diag = Diag::new(span, format!("unknown function `{name}`"));
        if let Some((_, instead)) = ELSEWHERE.iter().find(|(names, _)| names.contains(&name)) {
            return Err(diag.help(*instead));
        }
        let names = self.registry.func_names();
        Err(match nearest(name, names) {
            Some(near) => diag.label(format!("did you mean `{near}`?")),
            None => diag.help("flitch help functions lists them"),
        })
    }

    fn apply(
        &mut self,
        def: &'static FuncDef,
        args: &[ast::Expr],
        as_method: bool,
        span: lang::Span,
    ) -> Result<Expr, Diag> {
        // A tuple argument, as in `.startswith(("/a", "/b"))`, is so many arguments.
        let mut flat = Vec::new();
        for arg in args {
            match &arg.kind {
                ExprKind::List(items) => flat.extend(items.iter().cloned()),
                _ => flat.push(arg.clone()),
            }
        }
        let n = match &def.bind {
            FuncBind::Law(_) | FuncBind::Quick(..) => flat.len(),
            FuncBind::Bound(_) | FuncBind::Set(_) => args.len(),
        };
        if n < def.args.0 && !as_method && self.registry.agg(def.doc.name).is_some() {
            return Err(aggregate(def.doc.name, span).help(def.doc.usage));
        }
        arity(def, n, span)?;
        match &def.bind {
            FuncBind::Bound(bind) => {
                let bound = bind(self, args, span)?;
                Ok(self.called(bound, def, args, as_method))
            }
            FuncBind::Set(_) => {
                Err(Diag::new(span, format!("`{}` makes a set, which stands only after `in`", def.doc.name))
                    .help(def.doc.usage))
            }
            FuncBind::Law(law) | FuncBind::Quick(law, _) => {
                let mut bound = Vec::new();
                for arg in &flat {
                    bound.push(self.expr(arg)?);
                }
                let misfit = self.note(format!("`{}` could not be computed", self.shown(span)));
                let quick = match def.bind {
                    FuncBind::Quick(_, quick) if bound.len() == 1 => Some(quick),
                    _ => None,
                };
                let call = Call { law: *law, quick, args: bound, none: def.none, misfit, kind: def.kind };
                let mut expr = Expr::new(call, def.kind);
                expr.is_string = def.doc.name == "str";
                Ok(self.called(expr, def, args, as_method))
            }
        }
    }

    /// `x in f(...)` where f makes a set; None for any other call.
    pub(super) fn in_set(&mut self, x: &ast::Expr, set: &ast::Expr) -> Result<Option<Expr>, Diag> {
        let ExprKind::Call(name, args) = &set.kind else { return Ok(None) };
        let Some(def) = self.registry.func(name) else { return Ok(None) };
        let FuncBind::Set(bind) = def.bind else { return Ok(None) };
        arity(def, args.len(), set.span)?;
        bind(self, x, args, set.span).map(Some)
    }

    /// A call with its default name: `f(x)` is `f_x`; a method, and a function that only
    /// rounds what it works on, keeps `x`.
    fn called(&self, mut expr: Expr, def: &FuncDef, args: &[ast::Expr], as_method: bool) -> Expr {
        let of = args.first().and_then(dotted);
        expr.name = match of {
            Some(of) if as_method || def.keeps_name => Some(of),
            Some(of) => Some(format!("{}_{}", def.doc.name, of.replace('.', "_"))),
            None if def.keeps_name => args.first().map(|_| def.doc.name.to_string()),
            None => None,
        };
        expr
    }
}
