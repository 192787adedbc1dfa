//! Lines that are printed by a format string and cut back, for random format strings and values.
//!
//! A [`Server`] is a table of what a server can write: how a format string spells each field and
//! the text between, which values may stand there, how they are escaped. From random [`Choices`]
//! the printer below takes fields, text and values, and spells the format string and a line by
//! it. It knows nothing of how lines are read; what the layout cuts must be what was printed.
//!
//! Not every line can be read back, and what cannot is left out by these rules:
//!
//! - Between two fields stands some text; only the last field may have none behind it.
//! - A free text ends where the text behind it first occurs, which is then what it is
//!   ([`Printed::add`] cuts it there). A quote that the server escaped is no such place.
//! - A word, a number, an address, a list and a stamp stand before a text that opens with a byte
//!   that they cannot hold ([`Ends`]). An address of IPv6 and a port, `::1:80`, end at the last
//!   colon before a blank, so there is no other one.
//! - A field that is padded is not empty and neither opens nor ends with a blank.
//! - No free text opens with a colon: behind a list and a blank it would be one more element.
//! - No two fields of a format string have the same name.

use std::slice::Iter;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::Written;
use super::tests::walk;

/// What is still to be chosen: random numbers, and 0 when they are used up. Fewer and smaller
/// numbers are simpler lines, so proptest shrinks them by itself.
pub struct Choices<'c>(Iter<'c, u16>);

impl Choices<'_> {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or_default()) % n
    }

    /// A number of a range.
    pub fn within(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to + 1 - from)
    }

    /// One in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// One of a list.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Some of these characters, at least so many.
    pub fn text(&mut self, chars: &str, least: usize) -> String {
        let chars: Vec<char> = chars.chars().collect();
        let n = self.within(least, least + 6);
        (0..n).map(|_| self.of(&chars)).collect()
    }
}

/// Where a field ends, by what it may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ends {
    /// Where the text behind it occurs.
    Free,
    /// Where a blank or the text behind it occurs: letters, digits and `.-_/$<>~+@?=#\`.
    Word,
    Number,
    Address,
    /// A port behind an address and a colon.
    Port,
    /// Addresses or numbers with `, ` and ` : ` between.
    List,
    Stamp,
    /// By itself, before any text.
    Itself,
}

impl Ends {
    /// Whether it may stand before this text.
    fn before(self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return true };
        match self {
            Ends::Free | Ends::Itself => true,
            Ends::Word => !first.is_alphanumeric() && !".-_/$<>~+@?=#\\".contains(first),
            Ends::Number => !first.is_ascii_digit() && !"+-.".contains(first),
            Ends::Address => !first.is_alphanumeric() && !".:-_%/".contains(first) || text == ": ",
            Ends::Port => {
                Ends::Number.before(text) && text.split_once(' ').is_some_and(|(word, _)| !word.contains(':'))
            }
            Ends::List => !first.is_alphanumeric() && !".:-_/,".contains(first) && !text.starts_with(" :"),
            Ends::Stamp => !first.is_alphanumeric() && !".:+-/_,".contains(first),
        }
    }
}

/// A value by the names of the columns that it makes.
pub type Given = Vec<(&'static str, String)>;

/// What a field gives.
#[derive(Clone, Copy)]
pub enum Gives {
    /// Its text, under this name.
    Text(&'static str),
    /// A number; a lone `-` is None.
    Number(&'static str),
    /// Several columns.
    Columns(fn(&str) -> Given),
}

impl Gives {
    fn of(self, value: &str) -> Given {
        match self {
            Gives::Text(name) => vec![(name, value.to_string())],
            Gives::Number(name) => vec![(name, if value == "-" { "None" } else { value }.to_string())],
            Gives::Columns(columns) => columns(value),
        }
    }
}

/// A field of a format string.
#[derive(Clone, Copy)]
pub struct Field {
    /// How a format string spells it.
    pub spelled: &'static str,
    pub ends: Ends,
    pub value: fn(&mut Choices<'_>) -> String,
    pub gives: Gives,
}

/// A field that gives one column, or two with its milliseconds.
pub const fn field(spelled: &'static str, ends: Ends, value: fn(&mut Choices<'_>) -> String, gives: Gives) -> Field {
    Field { spelled, ends, value, gives }
}

/// To how many characters a field is padded.
#[derive(Clone, Copy)]
pub struct Pad {
    pub width: usize,
    /// Whether the blanks stand behind it.
    pub behind: bool,
}

/// What a server writes by its format strings.
pub struct Server {
    pub fields: &'static [Field],
    /// What may stand between fields; no backslash and no quote among it.
    pub texts: &'static [&'static str],
    /// How a format string spells such a text.
    pub spell: fn(&str) -> String,
    /// What the server writes for it.
    pub write: fn(&str) -> String,
    /// How the server writes a character of a free text.
    pub escape: fn(char) -> String,
    /// How a format string says that a field is padded; None where it cannot.
    pub pad: Option<fn(&str, Pad) -> String>,
    /// How wide a text is to the server that pads it.
    pub width: fn(&str) -> usize,
    /// How a format string and a line show a field in quotes; None where none is.
    pub quote: Option<&'static str>,
}

/// A text as it is.
pub fn plain(text: &str) -> String {
    text.to_string()
}

/// A character as it is.
pub fn bare(c: char) -> String {
    c.to_string()
}

/// A format string, a line that a server wrote by it, and what must be cut out of the line.
#[derive(Default)]
pub struct Printed {
    pub format: String,
    pub line: String,
    pub given: Given,
}

impl Printed {
    /// Adds text.
    pub fn text(&mut self, server: &Server, text: &str) {
        self.format.push_str(&(server.spell)(text));
        self.line.push_str(&(server.write)(text));
    }

    /// Adds a field and the text behind it.
    pub fn add(&mut self, server: &Server, field: &Field, choices: &mut Choices<'_>, behind: &str) {
        let quote = server.quote.filter(|_| choices.once_in(4));
        let pad = server.pad.filter(|_| quote.is_none() && field.ends != Ends::Stamp && choices.once_in(4));
        let mut value = (field.value)(choices);
        if pad.is_some() {
            value = value.trim_matches(' ').to_string();
        }
        let after = format!("{}{}", quote.unwrap_or_default(), (server.write)(behind));
        let mut glyphs: Vec<String> = match field.ends {
            Ends::Free => value.chars().map(server.escape).collect(),
            _ => vec![value.clone()],
        };
        if field.ends == Ends::Free {
            while let Some(len) = first_end(&glyphs, &after) {
                glyphs.truncate(len);
            }
            value = value.chars().take(glyphs.len()).collect();
        }
        let written = glyphs.concat();
        if let Some(quote) = quote {
            self.format.push_str(quote);
            self.line.push_str(quote);
        }
        match pad.filter(|_| !value.is_empty() && !value.ends_with(' ')) {
            Some(spell) => {
                let pad = Pad { width: choices.within(1, 12), behind: choices.once_in(2) };
                self.format.push_str(&spell(field.spelled, pad));
                let blanks = " ".repeat(pad.width.saturating_sub((server.width)(&written)));
                let (before, behind) = if pad.behind { ("", &*blanks) } else { (&*blanks, "") };
                self.line.extend([before, &written, behind]);
            }
            None => {
                self.format.push_str(field.spelled);
                self.line.push_str(&written);
            }
        }
        if let Some(quote) = quote {
            self.format.push_str(quote);
            self.line.push_str(quote);
        }
        self.text(server, behind);
        self.given.extend(field.gives.of(&value));
    }

    /// Adds some fields, no two of one name, and the text around them. `last` may stand at the end.
    pub fn fields(&mut self, server: &Server, choices: &mut Choices<'_>, most: usize, last: bool) {
        let n = choices.within(1, most);
        let mut fields = Vec::new();
        let mut left: Vec<&Field> = server.fields.iter().collect();
        while fields.len() < n && !left.is_empty() {
            let field = left.swap_remove(choices.below(left.len()));
            let names: Vec<&str> = field.gives.of("").into_iter().map(|(name, _)| name).collect();
            left.retain(|other| !other.gives.of("").iter().any(|(name, _)| names.contains(name)));
            if !self.given.iter().any(|(name, _)| names.contains(name)) {
                fields.push(field);
            }
        }
        for (at, field) in fields.iter().enumerate() {
            let may_end = last && at + 1 == fields.len();
            let fits = |text: &&str| field.ends.before(&(server.write)(text)) && (may_end || !text.is_empty());
            let texts: Vec<&str> = server.texts.iter().copied().filter(fits).collect();
            let behind = choices.of(&texts);
            self.add(server, field, choices, behind);
        }
    }

    /// Compares with what the layout cuts out of the line: the same columns, each with its value.
    pub fn holds(mut self, written: Result<Written, String>) -> Result<(), TestCaseError> {
        let layout = match written {
            Ok(Written::Lines(layout)) => layout,
            Ok(Written::Json) => return Err(TestCaseError::fail(format!("{:?} is an object", self.format))),
            Err(why) => return Err(TestCaseError::fail(format!("{:?}: {why}", self.format))),
        };
        let Some(mut cut) = walk(&layout, &self.line) else {
            return Err(TestCaseError::fail(format!("{:?} is not {:?}", self.line, self.format)));
        };
        cut.sort();
        self.given.sort();
        let given: Vec<(String, String)> = self.given.into_iter().map(|(name, value)| (name.into(), value)).collect();
        prop_assert_eq!(cut, given, "{:?} of {:?}", self.line, self.format);
        Ok(())
    }
}

/// How many glyphs stand before the first place where a text ends too early: where what is behind
/// it occurs. A quote inside an escape is none.
fn first_end(glyphs: &[String], behind: &str) -> Option<usize> {
    let written: String = glyphs.iter().map(String::as_str).chain([behind]).collect();
    let mut at = 0;
    for (before, glyph) in glyphs.iter().enumerate() {
        let inside = if behind.starts_with('"') { 1 } else { glyph.len() };
        let mut starts = (at..at + inside).filter(|at| !behind.is_empty() && written.is_char_boundary(*at));
        if starts.any(|at| written[at..].starts_with(behind)) {
            return Some(before);
        }
        at += glyph.len();
    }
    None
}

/// Runs a law over random choices, always the same ones.
pub fn each(law: impl Fn(&mut Choices<'_>) -> Result<(), TestCaseError>) {
    let config = ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(4),
        ..ProptestConfig::default()
    };
    proptest!(config, |(numbers in proptest::collection::vec(any::<u16>(), 0..120))| {
        law(&mut Choices(numbers.iter()))?;
    });
}

/// An address.
pub fn address(choices: &mut Choices<'_>) -> String {
    choices.of(&["192.0.2.1", "::1", "2001:db8::7", "::ffff:192.0.2.1", "10.0.0.250", "fe80::1%eth0"]).to_string()
}

/// A number without a sign.
pub fn number(choices: &mut Choices<'_>) -> String {
    choices.below(70000).to_string()
}

/// A number, or nothing.
pub fn number_or_none(choices: &mut Choices<'_>) -> String {
    if choices.once_in(4) { "-".to_string() } else { number(choices) }
}

/// A word.
pub fn word(choices: &mut Choices<'_>) -> String {
    choices.text("aZ09.-_/$<>~+@", 1)
}

/// The date and the clock of some second.
pub fn day(choices: &mut Choices<'_>) -> (String, String) {
    let [month, day, hour, minute, second] =
        [(1, 12), (1, 31), (0, 23), (0, 59), (0, 60)].map(|(from, to)| choices.within(from, to));
    (format!("{}-{month:02}-{day:02}", choices.within(1999, 2031)), format!("{hour:02}:{minute:02}:{second:02}"))
}

/// `02/Jan/2026:15:04:05 +0000`.
pub fn clf(choices: &mut Choices<'_>) -> String {
    let month = choices.of(&["Jan", "May", "Dec"]);
    let zone = choices.of(&["+0000", "-0700", "+0530"]);
    format!("{:02}/{month}/2026:{} {zone}", choices.within(1, 31), day(choices).1)
}

/// A request line, or what is none.
pub fn request(choices: &mut Choices<'_>) -> String {
    if choices.once_in(4) {
        return choices.text("aZ \"\\\u{16}\u{e9}?", 0);
    }
    let method = choices.of(&["GET", "POST", "PROPFIND"]);
    format!("{method} {} {}", target(choices), choices.of(&["HTTP/1.0", "HTTP/1.1", "HTTP/2.0"]))
}

/// A target of a request.
pub fn target(choices: &mut Choices<'_>) -> String {
    format!("/{}", choices.text("ab/.%2-\"\\\u{e9}?=&", 0))
}

/// The columns of a request line.
pub fn of_request(request: &str) -> Given {
    let parts = request.split_once(' ').zip(request.rsplit_once(' '));
    let parts = parts.map(|((method, _), (before, protocol))| (method, &before[method.len()..], protocol));
    let Some((method, target, protocol)) = parts.filter(|(.., protocol)| protocol.starts_with("HTTP")) else {
        let none = ["method", "target", "path", "query", "protocol"].map(|name| (name, "None".to_string()));
        return [("request", request.to_string())].into_iter().chain(none).collect();
    };
    let mut given = of_target(&target[1..]);
    given.extend([("request", request), ("method", method), ("protocol", protocol)].map(|(k, v)| (k, v.to_string())));
    given
}

/// The columns of a target.
pub fn of_target(target: &str) -> Given {
    let (path, query) = target.split_once('?').map_or((target, "None"), |(path, query)| (path, query));
    [("target", target), ("path", path), ("query", query)].map(|(name, text)| (name, text.to_string())).into()
}
