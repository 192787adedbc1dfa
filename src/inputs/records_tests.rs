//! The law of every format over records that nobody wrote: random bytes, and samples that were
//! torn and mended wrongly. Nothing panics; cutting and walking agree about whether a record fits
//! and about each value; a miss is told exactly where a record does not fit.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::test_runner::RngSeed;

use super::*;

/// Formats that are made of an argument, with records of them.
const MADE: &[(&str, &[&str])] = &[
    (
        "nginx:$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" $upstream_addr $request_time",
        &[r#"::1 - a b [10/Oct/2000:13:55:36 -0700] "GET /\x22?b HTTP/1.0" 200 12 "-" 10.0.0.1:80, unix:/s 0.003"#],
    ),
    ("nginx:escape=json '{\"ip\":\"$remote_addr\",\"status\":$status}'", &[r#"{"ip":"::1","status":200}"#]),
    (
        r#"apache:%v:%p %h %l %u %t \"%r\" %>s %b %D %U%q"#,
        &[r#"h:443 ::1 - a [10/Oct/2000:13:55:36 -0700] "GET /\"?b HTTP/1.0" 200 - 1500 /a?b"#],
    ),
    (
        "logback:%d [%-8t] %highlight(%5level) %logger - %msg%n",
        &[
            "2025-10-10 13:55:36,123 [main    ] \u{1b}[32m INFO\u{1b}[0m a.B - boom\n\tat x",
            "2025-10-10 13:55:36,123 [\u{e9}       ]  INFO a.B - ",
        ],
    ),
    (
        "python:%(asctime)s %(levelname)-8s [%(name)s:%(lineno)d] %(message)s",
        &["2025-10-10 13:55:36,123 INFO     [a.b:7] up"],
    ),
    (
        "postgres:%m [%p] %q%u@%d ",
        &["2025-10-10 13:55:36.123 UTC [9] bob@shop ERROR:  x\n\ty", "2025-10-10 13:55:36.123 UTC [9] LOG:  up"],
    ),
    (
        "haproxy:%ci:%cp [%tr] %ft %b/%s %TR/%Ta %ST %hr %{+Q}r",
        &[
            r#"Oct 10 12:14:14 lb haproxy[9]: ::1:5 [10/Oct/2025:12:14:14.655] fe be/s1 10/109 200 {h|ua} "GET /x?y HTTP/1.1""#,
            r#"10.0.1.2:33317 [10/Oct/2025:12:14:14.655] fe be/s1 10/109 200 "GET /long"#,
        ],
    ),
    ("pattern:<ip> - <_> [<time>] <a.b>", &["1.2.3.4 - bob [now] x"]),
    (r"regex:^(?P<a>\w+)=(?P<b>[^;]*);?(?P<c>x)?", &["key=value;x", "k=;"]),
    (
        r"grok:^%{IP:ip} %{WORD:[http][method]} %{NUMBER:status:int}(?: %{NUMBER:ms:float})?$",
        &["::1 GET 200 0.5", "10.0.0.1 PUT 7"],
    ),
    ("file:tests/samples/shop.toml", &[]),
    ("json,logfmt,lines", &[r#"{"a":1}"#, "a=1 b=\"x\""]),
];

/// A format as the law knows it.
struct Known {
    format: Format,
    samples: Vec<String>,
    /// Whether it says why a record does not fit.
    tells: bool,
    /// The cutters of a format whose columns are always the same: a regex is dear to bind.
    bound: RefCell<HashMap<Vec<String>, Rc<dyn Cut>>>,
}

/// Every format.
fn known() -> Vec<Known> {
    let read = |path: &str| std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).map_err(|e| e.to_string());
    let named = named().map(|def| (Format::named(def).unwrap(), def.samples));
    let made = MADE.iter().map(|(spelled, samples)| (format(spelled, &read).unwrap(), *samples));
    let mut known: Vec<Known> = Vec::new();
    for (format, samples) in named.chain(made) {
        let mut samples: Vec<String> = samples.iter().map(|sample| sample.to_string()).collect();
        if format.def.doc.name == "file" {
            let log = read("tests/samples/shop.log").unwrap();
            samples.extend(String::from_utf8(log).unwrap().lines().map(str::to_string));
        }
        // A list tells of the nearest format, and a regex of nothing.
        let tells = !["auto", "regex", "grok", "file"].contains(&format.def.doc.name);
        known.push(Known { format, samples, tells, bound: RefCell::default() });
    }
    for def in ALL {
        assert!(known.iter().any(|known| std::ptr::eq(known.format.def, *def)), "{} has a place in MADE", def.doc.name);
    }
    known
}

impl Known {
    fn bind(&self, wants: &[Want], header: &[u8]) -> Rc<dyn Cut> {
        let bind = || Rc::from(self.format.bind(wants, &Opening { header, reference: REFERENCE }));
        if self.format.is_open() {
            return bind();
        }
        let names = wants.iter().map(|want| want.name.clone()).collect();
        self.bound.borrow_mut().entry(names).or_insert_with(bind).clone()
    }

    /// What these wants are of a record; None where it does not fit.
    fn cut(&self, names: &[&str], header: &[u8], line: &[u8]) -> Option<Vec<String>> {
        // A name with a point in it would also be a way into an object.
        let want = |name: &&str| if name.contains('.') { Want::exact(name) } else { Want::new(name) };
        let wants: Vec<Want> = names.iter().map(want).collect();
        let (mut cells, mut heap) = (vec![Cell::None; wants.len()], b"constants".to_vec());
        let fits = self.bind(&wants, header).cut(line, AT, &mut cells, &mut heap);
        assert!(heap.starts_with(b"constants"));
        assert!(fits || cells.iter().all(|cell| *cell == Cell::None) && heap == b"constants");
        fits.then(|| cells.into_iter().map(|cell| show(cell, line, &heap)).collect())
    }

    /// The law, for one record. `pick` is which of its fields is also asked for alone.
    fn holds(&self, header: &[u8], line: &[u8], pick: usize) -> Result<(), TestCaseError> {
        let name = &self.format.name;
        let shown = String::from_utf8_lossy(line);
        let (mut heap, mut walked) = (b"constants".to_vec(), Vec::new());
        let plain = self.bind(&[], header);
        let fits = plain.walk(line, AT, &mut heap, &mut |key, cell| walked.push((text(key).into_owned(), cell)));
        prop_assert!(
            heap.starts_with(b"constants") && (fits || walked.is_empty() && heap.len() == 9),
            "{}: {}",
            name,
            shown
        );
        let miss = plain.miss(line);
        prop_assert!(!self.tells || miss.is_some() != fits, "{}: {:?} of {}", name, miss, shown);
        if let Some(miss) = miss {
            prop_assert!(miss.at <= line.len() && !miss.expected.is_empty(), "{}: {:?} of {}", name, miss, shown);
        }
        let none = self.cut(&["no such field"], header, line);
        let nothing = fits.then(|| vec!["None".to_string()]);
        prop_assert_eq!(none, nothing, "{}: {}", name, shown);
        // Names that are no text cannot be asked for.
        let fields: Vec<(&str, String)> = walked
            .iter()
            .filter_map(|(key, cell)| Some((std::str::from_utf8(key).ok()?, show(*cell, line, &heap))))
            .collect();
        for (at, (field, _)) in fields.iter().enumerate() {
            prop_assert!(
                fields[..at].iter().all(|(other, _)| other != field),
                "{}: twice {} in {}",
                name,
                field,
                shown
            );
        }
        let (names, values): (Vec<&str>, Vec<String>) = fields.into_iter().unzip();
        let all = self.cut(&names, header, line);
        prop_assert_eq!(all, fits.then(|| values.clone()), "{}: {:?} of {}", name, names, shown);
        if !names.is_empty() {
            let pick = pick % names.len();
            let one = self.cut(&names[pick..=pick], header, line);
            prop_assert_eq!(one, Some(values[pick..=pick].to_vec()), "{}: {} of {}", name, names[pick], shown);
        }
        Ok(())
    }

    /// The header and the record of an input that opens so.
    fn opened<'i>(&self, input: &'i [u8]) -> (&'i [u8], &'i [u8]) {
        let head = Head { name: "x", sample: input };
        let def = self.format.def;
        (def.header)(&head);
        (def.names)(input);
        if let Some((_, opens)) = def.tells.record {
            opens(input);
        }
        if let Some(tells) = def.tells.input {
            tells(&head);
        }
        if let Some(view) = def.view {
            view(input);
        }
        match self.format.frame(&head) {
            Frame::Sections(_) => input.split_at(Directives::leading(input)),
            _ => (b"", input),
        }
    }
}

/// One wrong turn of a record.
#[derive(Clone, Debug)]
enum Turn {
    Delete(usize, usize),
    Double(usize, usize),
    Replace(usize, u8),
    Insert(usize, u8),
    /// The end of another sample behind what stands before a place.
    Join(usize, usize),
    Cut(usize),
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    // Bytes that mean something to some format, and any.
    let byte = || prop_oneof![proptest::sample::select(&b"\"\\ =:[]{}()|,-#%<>\t\n\r.0\x1b\x00\xff"[..]), any::<u8>(),];
    let turn = prop_oneof![
        (any::<usize>(), 1..4usize).prop_map(|(at, len)| Turn::Delete(at, len)),
        (any::<usize>(), 1..20usize).prop_map(|(at, len)| Turn::Double(at, len)),
        (any::<usize>(), byte()).prop_map(|(at, byte)| Turn::Replace(at, byte)),
        (any::<usize>(), byte()).prop_map(|(at, byte)| Turn::Insert(at, byte)),
        (any::<usize>(), any::<usize>()).prop_map(|(at, other)| Turn::Join(at, other)),
        any::<usize>().prop_map(Turn::Cut),
    ];
    proptest::collection::vec(turn, 1..4)
}

impl Turn {
    fn apply(&self, line: &mut Vec<u8>, samples: &[String]) {
        let place = |at: usize, len: usize| if len == 0 { 0 } else { at % len };
        match *self {
            Turn::Delete(at, len) => {
                let at = place(at, line.len());
                line.drain(at..(at + len).min(line.len()));
            }
            Turn::Double(at, len) => {
                let at = place(at, line.len());
                let end = (at + len).min(line.len());
                let part = line[at..end].to_vec();
                line.splice(at..at, part);
            }
            Turn::Replace(at, byte) => {
                let at = place(at, line.len());
                line.splice(at..(at + 1).min(line.len()), [byte]);
            }
            Turn::Insert(at, byte) => line.insert(place(at, line.len() + 1), byte),
            Turn::Join(at, other) => {
                line.truncate(place(at, line.len() + 1));
                let other = samples[other % samples.len()].as_bytes();
                line.extend_from_slice(&other[place(at, other.len())..]);
            }
            Turn::Cut(at) => line.truncate(place(at, line.len() + 1)),
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() }
}

#[test]
fn a_sample_of_any_length_is_read_or_told() {
    for known in known() {
        for sample in &known.samples {
            let sample = sample.as_bytes();
            for end in 0..=sample.len() {
                let (header, line) = known.opened(&sample[..end]);
                known.holds(header, line, end).unwrap();
            }
        }
    }
}

#[test]
fn samples_that_went_wrong_are_read_or_told() {
    let known = known();
    proptest!(config(100), |(turns in turns(), which in any::<usize>())| {
        for known in known.iter().filter(|known| !known.samples.is_empty()) {
            let mut input = known.samples[which % known.samples.len()].clone().into_bytes();
            turns.iter().for_each(|turn| turn.apply(&mut input, &known.samples));
            let (header, line) = known.opened(&input);
            known.holds(header, line, which)?;
        }
    });
}

#[test]
fn a_sample_of_another_format_is_read_or_told() {
    let known = known();
    let mut lines: Vec<&str> = known.iter().flat_map(|known| &known.samples).map(String::as_str).collect();
    lines.extend(["", " ", "\t", "\"", "\\", "{", "[", "-", "a=", "=", ":", "\u{feff}{}", "\0"]);
    for known in &known {
        for (at, line) in lines.iter().enumerate() {
            known.holds(b"", line.as_bytes(), at).unwrap();
        }
    }
}

#[test]
fn random_bytes_are_read_or_told() {
    let known = known();
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..60),
        "[a-c\"\\\\={}\\[\\]:,| \\-<>#0-9T.\t\n]{0,40}".prop_map(String::into_bytes),
    ];
    proptest!(config(100), |(line in bytes, header in "(#Fields: )?[a-c,\"\n ]{0,12}")| {
        for known in &known {
            known.opened(&line);
            known.holds(header.as_bytes(), &line, 0)?;
        }
    });
}
