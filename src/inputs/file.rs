//! Formats that a person defines: a TOML file with a format, names, units and samples.
//!
//! The samples are not an extra: they are read whenever the file is, so that a definition that does not
//! do what it says is refused before a byte of a log is read. The file names one of the formats that
//! are here (`json`, `pattern:...`, `nginx:...`) and changes what it gives; a language of its own for patterns was
//! rejected, since there are several already.

use std::sync::Arc;

use toml::{Table, Value as Toml};

use crate::base::strptime::Pattern;
use crate::base::{HEAP, Span, Zone, time};
use crate::data::cell::value_in;
use crate::data::{Cell, Cut, Key, Miss, Want};
use crate::def::canonical::Unit;
use crate::def::format::{BindFormat, Made, ReadFile};
use crate::def::{Bind, Doc, Example, Format, InputDef, Kind, Opening, Tells};

/// The definition.
pub static DEF: InputDef = InputDef {
    doc: Doc {
        name: "file",
        usage: "-i FILE.toml\n-i @NAME\n-i file:FILE",
        brief: "a format of your own, defined in a TOML file",
        text: "\
The file says with `format = \"...\"` what `-i` would be told: a name like `json`, or a format with its argument like \
`pattern:<time> [<level>] <msg>`. Then it may change what that gives: in `[rename]`, `old = \"new\"` renames a field; in \
`[unit]`, `elapsed = \"us\"` says what a number is (`ns`, `us`, `ms`, `s`), so that the field is in milliseconds; \
`time = \"%d.%m.%Y %H:%M:%S\"` is the layout of the field `time`, in the letters of [time], where that is none that is known by itself.

Each `[[sample]]` has a `line`, and `fields` that it must give or `fails = true`. The samples are tried whenever the \
file is read, and a file whose samples do not hold is refused; `flitch test FILE.toml` only tries them. There must be one. \
`@NAME` is the file NAME.toml in the folder $XDG_CONFIG_HOME/flitch, else ~/.config/flitch.",
        examples: &[Example {
            run: "-i shop.toml 'where level >= warn | select time, level, ms, msg' shop.log",
            output: r#"
"#,
        }],
    },
    columns: None,
    frame: super::lines_frame,
    header: super::no_header,
    names: super::no_names,
    tells: Tells::NOTHING,
    bind: Bind::Argument(read),
    kind: |_| Kind::Any,
    view: None,
    samples: &[],
};

/// What a definition changes of the format that it names.
struct Changes {
    /// Old and new names.
    renames: Vec<(String, String)>,
    /// Fields, by their old names, that are numbers of a unit.
    units: Vec<(String, Unit)>,
    /// The layout of `time`, and whether it names its offset.
    time: Option<(Pattern, bool)>,
}

/// Reads a definition. The error names the file.
fn read(path: &str, read: ReadFile<'_>) -> Result<Made, String> {
    tried(path, read).map(|(made, _)| made)
}

/// Reads a definition, and gives the number of its samples, which hold. The error names the file.
pub fn tried(path: &str, read: ReadFile<'_>) -> Result<(Made, usize), String> {
    let bytes = read(path).map_err(|why| format!("{path}: {why}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{path}: is not UTF-8"))?;
    let table: Table = text.parse().map_err(|e: toml::de::Error| {
        let line = e.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        format!("{path}:{line}: {}", e.message().lines().next().unwrap_or("is no TOML"))
    })?;
    let wrong = |why: String| format!("{path}: {why}");
    let made = define(&table, read).map_err(wrong)?;
    let samples = try_samples(&table, &made).map_err(wrong)?;
    Ok((made, samples))
}

fn define(table: &Table, read: ReadFile<'_>) -> Result<Made, String> {
    const KEYS: [&str; 7] = ["format", "rename", "unit", "time", "sample", "name", "about"];
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("there is no `{key}` in the definition of a format; there is {}", KEYS[..5].join(", ")));
    }
    let Some(Toml::String(spelled)) = table.get("format") else {
        return Err("`format = \"...\"` is missing: what -i would be told, such as `json` or `pattern:<time> <msg>`"
            .to_string());
    };
    let inner = super::format(spelled, read).map_err(|why| format!("format: {why}"))?;
    let changes = Changes::read(table)?;
    let unknown = |name: &str| inner.columns.as_ref().is_some_and(|columns| !columns.iter().any(|c| c == name));
    let named = changes.renames.iter().map(|(old, _)| old).chain(changes.units.iter().map(|(name, _)| name));
    if let Some(name) = named.into_iter().find(|name| unknown(name)) {
        return Err(format!("`{spelled}` gives no field `{name}`"));
    }
    let changes = Arc::new(changes);
    let columns =
        inner.columns.as_ref().map(|columns| columns.iter().map(|name| changes.new_name(name).to_string()).collect());
    let frame = Some(inner.frame(&crate::def::Head { name: "", sample: b"" })).filter(|_| !inner.is_open());
    let bind: BindFormat = Arc::new(move |wants, opening| Box::new(Changed::new(&inner, &changes, wants, opening)));
    Ok(Made { columns, bind, kind: |_| Kind::Any, frame })
}

impl Changes {
    fn read(table: &Table) -> Result<Changes, String> {
        let texts = |name: &str| -> Result<Vec<(String, String)>, String> {
            let Some(value) = table.get(name) else { return Ok(Vec::new()) };
            let Toml::Table(table) = value else { return Err(format!("`[{name}]` is a table: `old = \"new\"`")) };
            let text = |(key, value): (&String, &Toml)| match value {
                Toml::String(text) => Ok((key.clone(), text.clone())),
                _ => Err(format!("[{name}] {key}: a string is wanted")),
            };
            table.iter().map(text).collect()
        };
        let unit = |(name, unit): (String, String)| match unit.as_str() {
            "ns" => Ok((name, Unit::Ten("e-6"))),
            "us" => Ok((name, Unit::Ten("e-3"))),
            "ms" => Ok((name, Unit::Ten("e0"))),
            "s" => Ok((name, Unit::Ten("e3"))),
            other => Err(format!("[unit] {name}: `{other}` is no unit; there is ns, us, ms, s")),
        };
        let time = match table.get("time") {
            None => None,
            Some(Toml::String(layout)) => {
                let offset = layout.contains("%z") || layout.contains("%:z") || layout.contains("%s");
                Some((Pattern::new(layout).map_err(|why| format!("time: {why}"))?, offset))
            }
            Some(_) => return Err("`time` is the layout of the field time, as a string".to_string()),
        };
        let units = texts("unit")?.into_iter().map(unit).collect::<Result<_, _>>()?;
        Ok(Changes { renames: texts("rename")?, units, time })
    }

    fn new_name<'n>(&'n self, old: &'n str) -> &'n str {
        self.renames.iter().find(|(from, _)| from == old).map_or(old, |(_, to)| to)
    }

    /// The name that the format itself gives a field; None where that is now called otherwise.
    fn old_name<'n>(&'n self, new: &'n str) -> Option<&'n str> {
        let renamed = self.renames.iter().find(|(_, to)| to == new).map(|(from, _)| from.as_str());
        renamed.or_else(|| (!self.renames.iter().any(|(from, _)| from == new)).then_some(new))
    }

    /// A cell of a field, by its old name, as it is given on.
    fn apply(&self, old: &str, cell: Cell, line: &[u8], at: u32, heap: &mut Vec<u8>, reference: i64) -> Cell {
        let text = |heap: &[u8]| {
            cell.span().map(|span| {
                let (start, from) = if span.in_heap() {
                    ((span.start & !HEAP) as usize, heap)
                } else {
                    ((span.start - at) as usize, line)
                };
                from.get(start..start + span.len as usize).unwrap_or_default().to_vec()
            })
        };
        if let Some((_, unit)) = self.units.iter().find(|(name, _)| name == old) {
            return unit.convert(cell, &text(heap).unwrap_or_default());
        }
        if let Some((layout, offset)) = &self.time
            && self.new_name(old) == "time"
            && let Some(text) = text(heap)
            && let Some(instant) = layout.read(&text, &Zone::UTC, reference)
        {
            let start = heap.len();
            time::write_rfc3339(instant, heap);
            if !offset {
                // A stamp that names no zone is in that of `--tz`.
                heap.pop();
            }
            return Cell::Text(Span::new(HEAP | start as u32, heap.len() - start));
        }
        cell
    }
}

/// The cutter of a definition.
struct Changed {
    inner: Box<dyn Cut>,
    changes: Arc<Changes>,
    /// By want, the field's own name; None for one that is called otherwise now.
    names: Vec<Option<String>>,
    reference: i64,
}

impl Changed {
    fn new(inner: &Format, changes: &Arc<Changes>, wants: &[Want], opening: &Opening<'_>) -> Changed {
        let names: Vec<Option<String>> =
            wants.iter().map(|want| changes.old_name(&want.name).map(str::to_string)).collect();
        let own = |(want, name): (&Want, &Option<String>)| match name {
            Some(name) if *name == want.name => want.clone(),
            Some(name) => Want::new(name),
            // No field has this name, and asking for it gives None.
            None => Want { name: String::new(), path: vec![String::new()], exact: true },
        };
        let own: Vec<Want> = wants.iter().zip(&names).map(own).collect();
        Changed { inner: inner.bind(&own, opening), changes: changes.clone(), names, reference: opening.reference }
    }
}

impl Cut for Changed {
    fn cut(&self, line: &[u8], at: u32, cells: &mut [Cell], heap: &mut Vec<u8>) -> bool {
        if !self.inner.cut(line, at, cells, heap) {
            return false;
        }
        for (cell, name) in cells.iter_mut().zip(&self.names) {
            match name {
                Some(name) if *cell != Cell::None => {
                    *cell = self.changes.apply(name, *cell, line, at, heap, self.reference);
                }
                Some(_) => {}
                None => *cell = Cell::None,
            }
        }
        true
    }

    fn walk(&self, line: &[u8], at: u32, heap: &mut Vec<u8>, put: &mut dyn FnMut(Key<'_>, Cell)) -> bool {
        // Changed cells take room in the heap, which the format itself holds while it walks.
        let mut own: Vec<(Vec<u8>, Cell)> = Vec::new();
        if !self.inner.walk(line, at, heap, &mut |key, cell| own.push((super::text(key).into_owned(), cell))) {
            return false;
        }
        for (name, cell) in own {
            let name = String::from_utf8_lossy(&name).into_owned();
            let cell = self.changes.apply(&name, cell, line, at, heap, self.reference);
            put(Key::Plain(self.changes.new_name(&name).as_bytes()), cell);
        }
        true
    }

    fn miss(&self, line: &[u8]) -> Option<Miss> {
        self.inner.miss(line)
    }
}

/// Tries the samples of a definition. The error says which one does not hold, and why.
fn try_samples(table: &Table, made: &Made) -> Result<usize, String> {
    let samples = match table.get("sample") {
        Some(Toml::Array(samples)) if !samples.is_empty() => samples,
        _ => {
            return Err(
                "there is no `[[sample]]`: a line, and `fields` that it must give or `fails = true`".to_string()
            );
        }
    };
    for (nth, sample) in samples.iter().enumerate() {
        try_sample(sample, made).map_err(|why| format!("sample {}: {why}", nth + 1))?;
    }
    Ok(samples.len())
}

fn try_sample(sample: &Toml, made: &Made) -> Result<(), String> {
    let line = sample.get("line").and_then(Toml::as_str).ok_or("`line` is missing")?;
    let fails = sample.get("fails").and_then(Toml::as_bool).unwrap_or(false);
    let none = Table::new();
    let fields = sample.get("fields").and_then(Toml::as_table).unwrap_or(&none);
    if !fails && fields.is_empty() {
        return Err("it has neither `fields` nor `fails = true`, so it says nothing".to_string());
    }
    let wants: Vec<Want> = fields.keys().map(|name| Want::new(name)).collect();
    let mut cells = vec![Cell::None; wants.len()];
    let mut heap = Vec::new();
    let cutter = (made.bind)(&wants, &Opening::default());
    let fits = cutter.cut(line.as_bytes(), 0, &mut cells, &mut heap);
    if fits && fails {
        return Err("it is in the format, and should not be".to_string());
    }
    if !fits && !fails {
        let why = cutter.miss(line.as_bytes());
        let why = why.map_or(String::new(), |miss| format!(": column {}, {} is expected", miss.at + 1, miss.expected));
        return Err(format!("it is not in the format{why}"));
    }
    for ((name, expected), cell) in fields.iter().zip(cells) {
        let value = value_in(cell, |span: Span| {
            let from = if span.in_heap() { &heap[..] } else { line.as_bytes() };
            let start = (span.start & !HEAP) as usize;
            from.get(start..start + span.len as usize).unwrap_or_default()
        });
        let mut found = Vec::new();
        value.write_text(&mut found);
        let found = String::from_utf8_lossy(&found).into_owned();
        let expected = match expected {
            Toml::String(text) => text.clone(),
            Toml::Integer(i) => i.to_string(),
            Toml::Float(f) => f.to_string(),
            Toml::Boolean(b) => b.to_string(),
            _ => return Err(format!("`{name}` is a string, a number or a bool; a JSON value is written as a string")),
        };
        if found != expected {
            let found = if value.is_none() { "nothing".to_string() } else { format!("`{found}`") };
            return Err(format!("`{name}` should be `{expected}`, and is {found}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &'static str) -> Result<Made, String> {
        read("f.toml", &|_| Ok(text.as_bytes().to_vec()))
    }

    const GOOD: &str = r#"
format = "json"
time = "%d.%m.%Y %H:%M:%S"
[rename]
when = "time"
elapsed = "ms"
[unit]
elapsed = "us"
[[sample]]
line = '{"when":"03.04.2025 10:00:00","elapsed":1500,"a":null}'
fields = { time = "2025-04-03T10:00:00", ms = 1.5 }
[[sample]]
line = "no"
fails = true
"#;

    #[test]
    fn names_units_and_times() {
        assert!(made(GOOD).is_ok(), "{:?}", made(GOOD).err());
        let cutter = (made(GOOD).unwrap().bind)(&[Want::new("when")], &Opening::default());
        let mut cells = [Cell::None];
        assert!(cutter.cut(br#"{"when":"x"}"#, 0, &mut cells, &mut Vec::new()) && cells[0] == Cell::None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, why) in [
            ("ms = 1.5", "ms = 2", "sample 1: `ms` should be `2`, and is `1.5`"),
            ("fails = true", "fails = false", "sample 2: it has neither"),
            ("fails = true", "fields = { a = 1 }", "sample 2: it is not in the format: column 1, an object"),
            ("elapsed = \"us\"", "elapsed = \"h\"", "[unit] elapsed: `h` is no unit"),
            ("format = \"json\"", "format = \"jsno\"", "format: there is no input format `jsno`"),
            ("format = \"json\"", "", "`format = \"...\"` is missing"),
            ("[rename]", "[renames]", "there is no `renames`"),
            ("[rename]", "[rename", "f.toml:4: "),
            ("%d.%m", "%d.%q", "time: "),
        ] {
            let text: &'static str = GOOD.replacen(from, to, 1).leak();
            let said = made(text).err().unwrap_or_default();
            assert!(said.starts_with("f.toml") && said.contains(why), "{to}: {said}");
        }
        let said = made("format = \"json\"").err().unwrap_or_default();
        assert!(said.contains("no `[[sample]]`"), "{said}");
    }
}
