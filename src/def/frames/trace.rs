//! Stack traces: which lines belong to the record before them.
//!
//! A line has a class by its own bytes, and a small machine goes from class to class: what follows
//! a traceback of Python is its exception, what follows a Java frame is another frame or the next
//! record. Some lines start a record whatever came before them; a block may be cut there. A list
//! of patterns per language, each tried on each line, was rejected: it is slow, and what a line
//! means depends on the one before it all the same.

/// The languages whose traces are joined, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traces(u8);

impl Traces {
    pub const INDENT: Traces = Traces(1);
    pub const JAVA: Traces = Traces(2);
    pub const PYTHON: Traces = Traces(4);
    pub const GO: Traces = Traces(8);
    pub const NODE: Traces = Traces(16);
    pub const DOTNET: Traces = Traces(32);
    pub const RUBY: Traces = Traces(64);
    pub const PHP: Traces = Traces(128);
    /// All of them, and whatever is indented.
    pub const ALL: Traces = Traces(255);

    fn has(self, other: Traces) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a line is by its own bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing but blanks.
    Blank,
    /// It opens with a blank or a tab.
    Indented,
    /// An indented line of a trace: `at a.b(C.java:1)`, `... 12 more`, `from x.rb:3:in 'y'`.
    Frame,
    /// A lone `^` under the place of an error.
    Caret,
    /// `java.lang.X: y`, `TypeError: y`: the head of a trace if a frame follows.
    Header,
    /// `Caused by: ...` and its like, which only stand inside of a trace.
    Cause,
    /// It ends in `Traceback (most recent call last):`, alone or after a message.
    Traceback,
    /// `File "x.py", line 1` without its indentation.
    PythonFile,
    /// What stands between two tracebacks of Python.
    PythonLink,
    /// `panic: ...` or `fatal error: ...` of Go.
    GoPanic,
    /// A line of what Go prints after that.
    GoPart,
    /// `Stack trace:` of PHP.
    PhpTrace,
    /// `#0 /a.php(3): f()`, and the end of the list.
    PhpFrame,
    /// It opens as only the start of a record does: with a digit, a bracket, a level, a date.
    Strong,
    /// Any other line.
    Plain,
}

/// What the last line of a record was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// A message.
    #[default]
    Fresh,
    /// A trace of frames.
    Trace,
    /// A caret under a line of source.
    Node,
    /// A traceback of Python that has not come to its exception.
    Python,
    /// That exception.
    PythonEnd,
    /// The link to another traceback.
    PythonLink,
    Go,
    Php,
}

impl Traces {
    /// The class of a line.
    pub fn class(self, line: &[u8]) -> Class {
        let Some(&first) = line.first() else { return Class::Blank };
        if matches!(first, b' ' | b'\t') {
            return self.indented(line.trim_ascii());
        }
        if line.trim_ascii().is_empty() {
            return Class::Blank;
        }
        if self.has(Traces::PYTHON) && line.ends_with(b"Traceback (most recent call last):") {
            return Class::Traceback;
        }
        match first {
            b'C' | b'S' | b'-' | b'D' | b'T' | b'F' if self.marks(line).is_some() => {
                return self.marks(line).unwrap_or(Class::Plain);
            }
            b'[' if self.has(Traces::PHP)
                && (line.starts_with(b"[stacktrace]") || line.starts_with(b"[previous exception]")) =>
            {
                return Class::PhpTrace;
            }
            b'#' if self.has(Traces::PHP) && line.get(1).is_some_and(u8::is_ascii_digit) => return Class::PhpFrame,
            b'"' if self.has(Traces::PHP) && line.starts_with(b"\"}") => return Class::PhpFrame,
            b'p' | b'f'
                if self.has(Traces::GO) && [&b"panic: "[..], b"fatal error: "].iter().any(|w| line.starts_with(w)) =>
            {
                return Class::GoPanic;
            }
            _ => {}
        }
        if self.has(Traces::GO) && is_go(line) {
            return Class::GoPart;
        }
        if is_strong(line) {
            return Class::Strong;
        }
        if self.has(Traces(Traces::JAVA.0 | Traces::NODE.0 | Traces::DOTNET.0)) && is_header(line) {
            return Class::Header;
        }
        Class::Plain
    }

    fn indented(self, rest: &[u8]) -> Class {
        let starts = |words: &[&[u8]]| words.iter().any(|word| rest.starts_with(word));
        match rest.first() {
            None => Class::Blank,
            Some(b'^') if rest.iter().all(|b| matches!(b, b'^' | b'~' | b' ')) => Class::Caret,
            _ if starts(&[b"at ", b"... ", b"from ", b"---> ", b"--- End of", b"Caused by:", b"Suppressed:"]) => {
                Class::Frame
            }
            _ => Class::Indented,
        }
    }

    /// The class of lines that open with a word of a trace.
    fn marks(self, line: &[u8]) -> Option<Class> {
        let starts = |words: &[&[u8]]| words.iter().any(|word| line.starts_with(word));
        if self.has(Traces(Traces::JAVA.0 | Traces::DOTNET.0 | Traces::NODE.0))
            && starts(&[b"Caused by:", b"Suppressed:", b"--- End of"])
        {
            return Some(Class::Cause);
        }
        if self.has(Traces::PHP) && starts(&[b"Stack trace:"]) {
            return Some(Class::PhpTrace);
        }
        if self.has(Traces::PYTHON) {
            if starts(&[b"During handling of the above", b"The above exception was"]) {
                return Some(Class::PythonLink);
            }
            if starts(&[b"File \""]) {
                return Some(Class::PythonFile);
            }
        }
        None
    }

    /// Whether a line goes on with the record before it, whose last line left `state`, and what
    /// it leaves. `next` gives the class of the line after it, where there is one.
    pub fn step(self, state: State, class: Class, mut next: impl FnMut() -> Option<Class>) -> (bool, State) {
        use Class::*;
        let indents = self.has(Traces::INDENT);
        match (class, state) {
            (Frame, State::Python) => (true, State::Python),
            (Frame, State::Go) => (true, State::Go),
            (Frame, _) => (true, State::Trace),
            (Caret, State::Python) => (true, State::Python),
            (Caret, _) if indents || self.has(Traces::NODE) => (true, State::Node),
            (Indented | Caret, State::Fresh) => (indents || self.has(Traces::NODE), State::Fresh),
            (Indented | Caret, state) => (true, state),
            (Cause, _) => (true, State::Trace),
            (PythonFile, State::Python) => (true, State::Python),
            // The exception itself: what does not open as a record does.
            (Plain | Header | GoPart, State::Python) => (true, State::PythonEnd),
            (Traceback, State::Fresh | State::PythonLink) => (true, State::Python),
            (Traceback, _) => (false, State::Python),
            (PythonLink, State::PythonEnd) => (true, State::PythonLink),
            (Header, State::Fresh | State::Node) if next() == Some(Frame) => (true, State::Trace),
            (Header, State::Node) => (true, State::Trace),
            (GoPart, State::Go) => (true, State::Go),
            (GoPanic, _) => (false, State::Go),
            (PhpTrace, _) => (true, State::Php),
            (PhpFrame, State::Php) => (true, State::Php),
            (Blank, State::Go) => (next() == Some(GoPart), State::Go),
            (Blank, State::PythonEnd) => (next() == Some(PythonLink), State::PythonEnd),
            (Blank, State::PythonLink) => (next() == Some(Traceback), State::PythonLink),
            (Blank, State::Node) => (matches!(next(), Some(Header)), State::Node),
            _ => (false, State::Fresh),
        }
    }

    /// What a line leaves that starts a record.
    pub fn start(self, class: Class) -> State {
        match class {
            Class::Traceback => State::Python,
            Class::GoPanic => State::Go,
            Class::Frame | Class::Cause => State::Trace,
            Class::PhpTrace => State::Php,
            _ => State::Fresh,
        }
    }

    /// Whether a line starts a record whatever came before the line before it.
    pub fn is_start(before: Option<Class>, class: Class) -> bool {
        // After a plain line there is a message, or the end of a traceback: neither takes one more.
        class == Class::Strong || class == Class::Plain && matches!(before, Some(Class::Plain | Class::Strong))
    }
}

/// What Go prints after a panic: `goroutine 1 [running]:`, `main.f(0x1)`, `created by ...`.
fn is_go(line: &[u8]) -> bool {
    if [&b"goroutine "[..], b"created by ", b"[signal ", b"exit status ", b"[recovered]"]
        .iter()
        .any(|w| line.starts_with(w))
    {
        return true;
    }
    // A call: a dotted name and brackets at the end, without a blank before them.
    let Some(open) = memchr::memchr(b'(', line) else { return false };
    line.ends_with(b")") && open > 0 && memchr::memchr(b'.', &line[..open]).is_some() && !line[..open].contains(&b' ')
}

/// Lines that open as only the start of a record does.
fn is_strong(line: &[u8]) -> bool {
    const LEVELS: [&[u8]; 10] =
        [b"TRACE", b"DEBUG", b"INFO", b"NOTICE", b"WARN", b"WARNING", b"ERROR", b"FATAL", b"CRITICAL", b"SEVERE"];
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    match line {
        [b'0'..=b'9' | b'{', ..] => true,
        [b'[' | b'<', next, ..] => next.is_ascii_digit() || next.is_ascii_uppercase(),
        // glog: a letter and the date.
        [b'I' | b'W' | b'E' | b'F', rest @ ..] if rest.len() > 5 && rest[..4].iter().all(u8::is_ascii_digit) => true,
        [month @ .., _] if month.len() > 5 && month[3] == b' ' && MONTHS.contains(&&month[..3]) => {
            matches!(month[4], b' ' | b'0'..=b'9') && month[5].is_ascii_digit()
        }
        _ => LEVELS.iter().any(|level| {
            line.strip_prefix(*level)
                .is_some_and(|rest| matches!(rest.first(), Some(b' ' | b':' | b'\t' | b']' | b',')))
        }),
    }
}

/// `java.lang.X: y`, `System.X: y`, `TypeError: y`, or one of them alone.
fn is_header(line: &[u8]) -> bool {
    let name =
        line.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$'))).unwrap_or(line.len());
    let (name, rest) = line.split_at(name);
    let last = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let dotted = last.len() < name.len();
    let named = last.ends_with(b"Error") || last.ends_with(b"Exception") || last.ends_with(b"Throwable");
    last.first().is_some_and(u8::is_ascii_uppercase)
        && (dotted || named)
        && matches!(rest.first(), None | Some(b':' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a text, joined by the machine, as the number of lines of each.
    fn joined(traces: Traces, text: &str) -> Vec<usize> {
        let classes: Vec<Class> = text.lines().map(|line| traces.class(line.as_bytes())).collect();
        let (mut sizes, mut state) = (Vec::<usize>::new(), State::Fresh);
        for (i, class) in classes.iter().enumerate() {
            let (joins, left) = traces.step(state, *class, || classes.get(i + 1).copied());
            match sizes.last_mut() {
                Some(size) if joins => {
                    *size += 1;
                    state = left;
                }
                _ => {
                    sizes.push(1);
                    state = traces.start(*class);
                }
            }
        }
        sizes
    }

    #[test]
    fn java() {
        let text =
            "2024-01-15 ERROR x\njava.sql.SQLException: y\n\tat a.b(C.java:1)\nCaused by: z\n\t... 1 more\nnext\n";
        assert_eq!(joined(Traces::ALL, text), [5, 1]);
        assert_eq!(joined(Traces::JAVA, text), [5, 1]);
        assert_eq!(joined(Traces::ALL, "a.b.C: x\n\tat d\na.b.D: y\n\tat e\n"), [2, 2]);
        assert_eq!(joined(Traces::ALL, "one\njava.lang.X: alone\ntwo\n"), [1, 1, 1]);
    }

    #[test]
    fn python() {
        let text = "e\nTraceback (most recent call last):\n  File \"a\"\n    f()\n    ^^^\nValueError: x\n\nDuring handling of the above exception, another\n\nTraceback (most recent call last):\n  File\nKeyError\nhello\n\nx\n";
        assert_eq!(joined(Traces::ALL, text), [12, 1, 1, 1]);
        assert_eq!(joined(Traces::PYTHON, text), [12, 1, 1, 1]);
        assert_eq!(joined(Traces::ALL, "Traceback (most recent call last):\n  File\n2024 x\n"), [2, 1]);
        assert_eq!(joined(Traces::ALL, "m: Traceback (most recent call last):\nFile \"a\"\n  x\nErr: y\nz\n"), [4, 1]);
    }

    #[test]
    fn others() {
        let go = "panic: x\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/a.go:3 +0x1\ncreated by main.g\n\t/b.go:1\nexit status 2\nnext\n";
        assert_eq!(joined(Traces::ALL, go), [8, 1]);
        let node = "/a.js:1\n  throw new Error('x');\n  ^\n\nError: x\n    at f (a.js:1)\n\nNode.js v18\n";
        assert_eq!(joined(Traces::ALL, node), [6, 1, 1]);
        let dotnet = "Unhandled exception. System.X: y\n ---> System.Z: w\n   at A.B() in C:\\x.cs:line 4\n   --- End of inner exception stack trace ---\n   at C.D()\nok\n";
        assert_eq!(joined(Traces::ALL, dotnet), [5, 1]);
        assert_eq!(joined(Traces::RUBY, "a.rb:3:in 'y': m (E)\n\tfrom a.rb:1:in 'x'\nok\n"), [2, 1]);
        let php = "PHP Fatal error:  Uncaught E: x in /a.php:3\nStack trace:\n#0 /a.php(9): f()\n#1 {main}\n  thrown in /a.php on line 3\nok\n";
        assert_eq!(joined(Traces::ALL, php), [5, 1]);
    }

    #[test]
    fn a_start_is_one_in_every_state() {
        use State::*;
        let states = [Fresh, Trace, Node, Python, PythonEnd, PythonLink, Go, Php];
        for state in states {
            let (joins, left) = Traces::ALL.step(state, Class::Strong, || Some(Class::Frame));
            assert_eq!((joins, left), (false, Fresh), "{state:?}");
        }
        for before in [Class::Plain, Class::Strong] {
            for state in states {
                let (joins, left) = Traces::ALL.step(state, before, || None);
                let left = if joins { left } else { Traces::ALL.start(before) };
                assert!(!Traces::ALL.step(left, Class::Plain, || None).0, "{state:?} {before:?}");
            }
        }
    }
}
