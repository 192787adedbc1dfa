//! Floor 4: from a pipeline's text to a plan.
//!
//! The tree is bound stage by stage; then the plan is finished with what only the whole
//! pipeline shows: which fields are decoded before which step (those of the first filter
//! for all rows, the others for the rows that are left), what is searched for in
//! whole blocks, and which columns must survive a step that keeps rows. A plan knows no
//! threads and does no I/O.

pub mod catalogue;
pub mod explained;
pub mod view;

use std::sync::Arc;

pub use catalogue::Catalogue;
pub use explained::Explained;
pub use view::View;

use crate::base::{Zone, time};
use crate::data::{Cut, Want};
use crate::def::decode::Decode;
use crate::def::expr::Expr;
use crate::def::maps::Fill;
use crate::def::scope::{BindOptions, Decoder, Scope};
use crate::def::sought::Sought;
use crate::def::{Effect, Format, Registry, Shape, Step, canonical, timed};
use crate::lang::{self, Diag};

/// What comes out.
pub enum Output {
    /// The records' own lines.
    Lines,
    /// Columns.
    Records(View),
}

/// What is known of a pipeline before reading; its steps stand beside it.
pub struct Plan {
    pub constants: Arc<[u8]>,
    pub n_slots: usize,
    /// By note id: what the ledger says.
    pub notes: Vec<String>,
    /// The format that was asked for; files may resolve `auto` further.
    pub input: Format,
    /// By decoding pass over the input's records: the fields.
    pub passes: Vec<Vec<Want>>,
    /// By decoding pass: how many of the fields the plan itself wants; the rest are other names of some.
    pub own: Vec<usize>,
    /// By pass and want: the slot, to tell fields that never appeared; empty for a pass over
    /// rows that a step has kept.
    pub slots: Vec<Vec<usize>>,
    /// Fields that nobody named, which may never appear.
    pub guessed: Vec<String>,
    /// What every line that can survive holds.
    pub sought: Option<Sought>,
    pub output: Output,
    /// Whether rows carry `line_no`, so that newlines are counted while reading.
    pub counts_lines: bool,
    /// Whether records are parsed at all.
    pub decodes: bool,
    /// Whether lines that come out are the input's own, so that its header goes with them.
    pub own_lines: bool,
    /// What `--explain` tells.
    pub explained: Explained,
    /// The slots of `time`, where the records of the input are decoded before any are held.
    pub times: Vec<usize>,
    /// The zone of stamps that name none.
    pub zone: Zone,
    /// The conditions of the asserts, in their order.
    pub asserts: Vec<String>,
    /// What the pipeline approximates, since it was asked to.
    pub approximate: Vec<String>,
    /// Whether binding has read a file that the pipeline names.
    pub reads_files: bool,
}

impl Plan {
    /// A plan that reads nothing of records: for a look at an input.
    pub fn of(input: &Format) -> Plan {
        Plan {
            constants: Arc::default(),
            n_slots: 0,
            notes: Vec::new(),
            input: input.clone(),
            passes: Vec::new(),
            own: Vec::new(),
            slots: Vec::new(),
            guessed: Vec::new(),
            sought: None,
            output: Output::Lines,
            counts_lines: false,
            decodes: true,
            own_lines: true,
            explained: Explained::default(),
            times: Vec::new(),
            zone: Zone::UTC,
            asserts: Vec::new(),
            approximate: Vec::new(),
            reads_files: false,
        }
    }
}

/// What the command line says about the output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// `-o` was given: records, even from a pipeline that only chooses.
    pub records: bool,
    /// `-o raw`: lines, whatever the pipeline makes.
    pub raw: bool,
    /// Context lines are wanted: every line must become a row.
    pub context: bool,
    /// Only the first selected record matters (`-q`).
    pub first_only: bool,
    /// Reading goes by the time of records, so that they are parsed whatever the pipeline asks for.
    pub by_time: bool,
    /// What is not in the format is left out, and written elsewhere.
    pub rejects: bool,
    /// Each line is looked at, whether it comes to anything or not: bad data decides on the exit.
    pub every_line: bool,
}

/// Parses and binds a pipeline; gives the plan and its steps.
pub fn plan(text: &str, input: &Format, options: &BindOptions, wishes: Wishes) -> Result<(Plan, Vec<Step>), Vec<Diag>> {
    let catalogue = Catalogue;
    let tree = lang::parse(text, &catalogue)?;
    let mut scope = Scope::new(&catalogue, options, text, input);
    let mut errors = Vec::new();
    let mut explained = Explained::default();
    if let Err(error) = choose_time(&mut scope, options) {
        return Err(vec![error]);
    }
    if let Some(stage) = &options.until {
        let first = lang::parse(stage, &catalogue)?;
        for stage in &first.stages {
            let Some(def) = catalogue.stage(&stage.name) else { unreachable!("`until` is a stage") };
            (def.bind)(stage, &mut scope).map_err(|error| vec![error])?;
        }
    }
    for stage in &tree.stages {
        let Some(def) = catalogue.stage(&stage.name) else {
            unreachable!("the parser lets only known stages through");
        };
        let start = scope.steps.len();
        let bound = (def.bind)(stage, &mut scope);
        explained.bound(stage, def, start, &mut scope);
        if let Err(error) = bound {
            errors.push(error);
            // A stage that only chooses changes no names, so the stages after it can still be checked.
            if def.effect != Effect::Chooses {
                break;
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    if options.save.is_some() && !scope.saves {
        let span = lang::Span { start: 0, end: text.len() };
        return Err(vec![
            Diag::new(span, "`--save` keeps what `patterns` finds, and there is no such stage")
                .help("flitch --save base.json patterns app.log")
                .help("-O FILE writes the output to a file"),
        ]);
    }
    if wishes.context && (scope.made_columns || scope.steps.iter().any(|s| matches!(s, Step::Fold(_) | Step::Scan(..))))
    {
        let span = lang::Span { start: 0, end: text.len() };
        return Err(vec![
            Diag::new(span, "context lines need a pipeline that only chooses lines in order")
                .help("text filters, `where`, `head` and `skip` do"),
        ]);
    }
    if wishes.context && scope.rewrites.iter().enumerate().any(|(nth, step)| nth != *step) {
        let span = lang::Span { start: 0, end: text.len() };
        return Err(vec![
            Diag::new(span, "context lines are rewritten as well only by the first stage")
                .help("put `replace` and `redact` before what chooses lines"),
        ]);
    }
    if wishes.raw && !scope.has_line {
        let span = lang::Span { start: 0, end: text.len() };
        return Err(vec![
            Diag::new(span, "`-o raw` prints lines, and an aggregate's rows have none").help("-o tsv --no-header"),
        ]);
    }
    Ok(finish(scope, input, wishes, explained))
}

/// Chooses the records of the stretch of time that is wanted, before the pipeline begins.
fn choose_time(scope: &mut Scope<'_>, options: &BindOptions) -> Result<(), Diag> {
    let (since, until) = options.window;
    let bounds = [(since, ">="), (until, "<")].into_iter().filter_map(|(bound, sign)| Some((bound?, sign)));
    for (bound, sign) in bounds {
        let mut text = format!("where time {sign} t\"").into_bytes();
        time::write_rfc3339(bound, &mut text);
        text.push(b'"');
        let stages = lang::parse(&String::from_utf8_lossy(&text), &Catalogue).unwrap_or_default();
        scope.must_have("time", lang::Span::default()).map_err(|_| {
            let format = &scope.input.name;
            Diag::new(lang::Span::default(), format!("--since and --until need a time, and {format} has none"))
                .help("name the field that holds it: `where FIELD >= t\"2026-01-02T03:04Z\"`")
        })?;
        for stage in &stages.stages {
            let Some(def) = Catalogue.stage(&stage.name) else { unreachable!("`where` is a stage") };
            (def.bind)(stage, scope)?;
        }
    }
    Ok(())
}

/// The steps with decoding put in, and the rest of the plan.
fn finish(mut scope: Scope<'_>, input: &Format, wishes: Wishes, mut explained: Explained) -> (Plan, Vec<Step>) {
    let made_records = scope.made_columns || !scope.has_line;
    let lines = wishes.raw || !made_records && !wishes.records;
    let mut live_at_end = Vec::new();
    let parse_cutters = cutters(&scope.decoders);
    let output = if lines {
        Output::Lines
    } else {
        let view = View::new(&scope.shape, &scope.decoders);
        live_at_end = view.slots();
        Output::Records(view)
    };
    if wishes.first_only {
        let head = lang::parse("head 1", &Catalogue).unwrap_or_default();
        for stage in &head.stages {
            // `head 1` binds in any scope.
            let _ = crate::stages::find(&stage.name).map(|def| (def.bind)(stage, &mut scope));
        }
    }
    keep_live(&mut scope, &live_at_end);

    let walks = scope.walks || matches!(&output, Output::Records(view) if view.walks());
    let mut inserts: Vec<(usize, Step)> = Vec::new();
    let first_barrier = scope.steps.iter().position(|s| !matches!(s, Step::Map(_))).unwrap_or(scope.steps.len());
    let counts_lines = scope.properties.iter().any(|(row, ..)| *row == crate::def::expr::Row::LineNo);
    for (row, slot, first_use) in &scope.properties {
        let fill = Fill { slot: *slot, expr: Expr::row(*row) };
        inserts.push(((*first_use).min(first_barrier), Step::Map(Box::new(fill))));
    }
    let (mut passes, mut slots): (Vec<Vec<Want>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let mut own = Vec::new();
    let mut counted = None;
    // A record that nobody asked a field of need not have any.
    let wanted = &scope.decoders[0].wanted;
    let only_guessed = !walks && !wishes.rejects && wanted.iter().all(|w| scope.guessed.contains(&w.want.name));
    let mut all = passes_of(&scope, walks);
    if (wishes.rejects || wishes.every_line && !all.is_empty()) && all.first().is_none_or(|(at, _)| *at > 0) {
        all.insert(0, (0, Vec::new()));
    }
    for (position, wanted) in all {
        // A line counts once as not in its format, and once more where it was rewritten in between.
        let rewrites = scope.rewrites.iter().filter(|step| **step < position).count();
        let mut wants: Vec<Want> = wanted.iter().map(|w| w.0.clone()).collect();
        let others = if input.is_open() { canonical::expand(&mut wants) } else { Vec::new() };
        let decode = Decode {
            cutter: Ok(passes.len()),
            from: None,
            slots: wanted.iter().map(|w| (w.1, None)).collect(),
            n_wants: wants.len(),
            others,
            miss: (counted != Some(rewrites) && !only_guessed).then_some(scope.decoders[0].miss),
            rejects: wishes.rejects && counted.is_none(),
        };
        counted = Some(rewrites);
        explained.decodes(position, wanted.iter().map(|(want, _)| want.name.clone()).collect());
        inserts.push((position, Step::Map(Box::new(decode))));
        // What is decoded after a step that keeps rows is no sample of the input, and what was
        // read before the line was rewritten need not be told twice.
        let new = wanted.iter().all(|(want, _)| !passes.iter().flatten().any(|w: &Want| w == want));
        let tracked = if position <= first_barrier && new { wanted.iter().map(|w| w.1).collect() } else { Vec::new() };
        slots.push(tracked);
        own.push(wanted.len());
        passes.push(wants);
    }
    for (decoder, cutter) in scope.decoders.iter().zip(parse_cutters).skip(1) {
        let Some(cutter) = cutter else { continue };
        let (cutter, n_wants, others) = cutter;
        let decode = Decode {
            cutter: Err(cutter),
            from: decoder.from,
            slots: decoder.wanted.iter().map(|w| (w.slot, w.fallback)).collect(),
            n_wants,
            others,
            miss: Some(decoder.miss),
            rejects: false,
        };
        explained.decodes(decoder.position, decoder.wanted.iter().map(|w| w.want.name.clone()).collect());
        inserts.push((decoder.position, Step::Map(Box::new(decode))));
    }
    // The slots that hold the time of the input's records, as far as it is read.
    let of_input = passes.iter().zip(&slots).flat_map(|(wants, slots)| wants.iter().zip(slots));
    let of_input = of_input.filter(|(want, _)| want.name == timed::NAME).map(|(_, slot)| *slot);
    let parsed = scope.decoders.iter().skip(1).filter(|decoder| decoder.position <= first_barrier);
    let parsed = parsed.flat_map(|decoder| &decoder.wanted).filter(|w| w.want.name == timed::NAME).map(|w| w.slot);
    let times = of_input.chain(parsed).collect();
    let decodes = !passes.is_empty();
    let mut steps = Vec::new();
    inserts.sort_by_key(|(position, _)| *position);
    let mut inserts = inserts.into_iter().peekable();
    for (index, step) in scope.steps.into_iter().enumerate() {
        while let Some((_, insert)) = inserts.next_if(|(position, _)| *position <= index) {
            steps.push(insert);
        }
        steps.push(step);
    }
    steps.extend(inserts.map(|(_, insert)| insert));
    let sought = sought(&mut steps, wishes);
    let plan = Plan {
        constants: scope.constants.into(),
        n_slots: scope.n_slots,
        notes: scope.notes.into_iter().map(|n| n.text).collect(),
        // A pipeline that reads only lines binds `lines`: suffixes and quotes mean nothing to it.
        input: match Format::named(&crate::inputs::lines::DEF) {
            Some(lines) if !decodes && !wishes.by_time && !input.is_joined() && input.def.doc.name == "auto" => lines,
            _ => input.clone(),
        },
        passes,
        own,
        slots,
        guessed: scope.guessed,
        sought,
        output,
        counts_lines,
        decodes,
        own_lines: !matches!(scope.shape, Shape::LineOnly),
        explained,
        times,
        zone: scope.options.zone.clone(),
        asserts: scope.asserts.conditions,
        approximate: scope.approximate,
        reads_files: scope.reads_files,
    };
    (plan, steps)
}

/// A cutter, how much it is asked for, and which of that are other names of what is wanted.
type Bound = (Box<dyn Cut>, usize, Vec<(usize, Vec<(usize, canonical::Unit)>)>);

/// The cutters of the decoders that do not depend on the input.
fn cutters(decoders: &[Decoder]) -> Vec<Option<Bound>> {
    let bind = |d: &Decoder| {
        let mut wants: Vec<Want> = d.wanted.iter().map(|w| w.want.clone()).collect();
        let others = if d.has_others { canonical::expand(&mut wants) } else { Vec::new() };
        d.bind.as_ref().map(|bind| (bind(&wants), wants.len(), others))
    };
    decoders.iter().map(bind).collect()
}

/// Tells each step that keeps rows which slots are read after it.
fn keep_live(scope: &mut Scope<'_>, at_end: &[usize]) {
    for index in 0..scope.steps.len() {
        let mut live: Vec<usize> = scope.uses.iter().filter(|(at, _)| *at > index).map(|(_, slot)| *slot).collect();
        live.extend_from_slice(at_end);
        live.sort_unstable();
        live.dedup();
        match &mut scope.steps[index] {
            Step::Fold(fold) => fold.keep(&live),
            Step::Whole(whole) => whole.keep(&live),
            Step::Scan(_, after) => *after = live,
            Step::Map(_) => {}
        }
    }
}

/// The decoding passes over the input's records: place and fields. The fields up to the
/// first filter that reads any are one pass; the rest another, and those first read after
/// a step that keeps or reorders rows wait for it.
fn passes_of(scope: &Scope<'_>, walks: bool) -> Vec<(usize, Vec<(Want, usize)>)> {
    let wanted = &scope.decoders[0].wanted;
    let Some(first) = wanted.iter().map(|w| w.first_use).min() else {
        // Whole records are shown, so that what does not parse must be counted.
        let parses_line = scope.decoders.iter().skip(1).any(|d| d.from.is_none());
        return if walks && !parses_line { vec![(scope.steps.len(), Vec::new())] } else { Vec::new() };
    };
    let filter = (first..scope.steps.len()).find(|&i| scope.filters[i]);
    let mut bounds: Vec<usize> = filter.into_iter().collect();
    bounds.extend((first..scope.steps.len()).filter(|&i| !matches!(scope.steps[i], Step::Map(_))));
    if !scope.rewrites.is_empty() {
        // No field is read of a line that is about to be rewritten for a stage after that.
        bounds.extend_from_slice(&scope.rewrites);
        bounds.sort_unstable();
    }
    bounds.push(usize::MAX);
    let mut passes: Vec<(usize, Vec<(Want, usize)>)> = Vec::new();
    let mut from = 0;
    for bound in bounds {
        let here = wanted.iter().filter(|w| w.first_use >= from && w.first_use <= bound);
        if let Some(position) = here.clone().map(|w| w.first_use).min() {
            passes.push((position, here.map(|w| (w.want.clone(), w.slot)).collect()));
        }
        from = bound.saturating_add(1).max(from);
    }
    if let Some(last) = scope.rewrites.last()
        && walks
        && passes.iter().all(|(position, _)| position <= last)
    {
        // What no longer parses once it is rewritten is counted where it is shown.
        passes.push((scope.steps.len(), Vec::new()));
    }
    passes
}

/// Takes what the first step looks for, to search whole blocks for it: that search is exact, so the
/// step is left out. Only where all rows are not needed.
fn sought(steps: &mut Vec<Step>, wishes: Wishes) -> Option<Sought> {
    if wishes.context || wishes.rejects || wishes.every_line || wishes.by_time {
        return None;
    }
    let Some(Step::Map(map)) = steps.first() else { return None };
    let sought = map.sought()?;
    steps.remove(0);
    Some(sought)
}
