//! Grok expressions: names, types, and what is refused.

use super::*;

fn cut(expression: &str, line: &str, names: &[&str]) -> Option<Vec<String>> {
    let grok = Grok::parse(expression).unwrap_or_else(|why| panic!("{expression}: {why}"));
    let wants: Vec<Want> = names.iter().map(|name| Want::new(name)).collect();
    let mut cells = vec![Cell::None; names.len()];
    let cutter = grok.bind(&wants);
    let fits = cutter.cut(line.as_bytes(), 0, &mut cells, &mut Vec::new());
    let show = |cell: Cell| match cell {
        Cell::Text(span) => line[span.start as usize..span.end() as usize].to_string(),
        other => format!("{other:?}"),
    };
    let all = cutter.walk(line.as_bytes(), 0, &mut Vec::new(), &mut |key, cell| {
        let Key::Plain(key) = key else { panic!("plain names") };
        if let Some(at) = names.iter().position(|name| name.as_bytes() == key) {
            assert_eq!(cell, cells[at], "{}", names[at]);
        }
    });
    assert_eq!(all, fits);
    fits.then(|| cells.into_iter().map(show).collect())
}

#[test]
fn every_name_compiles() {
    for (name, _) in NAMES.iter().flat_map(|names| names.iter()) {
        Grok::parse(&format!("%{{{name}:x}}")).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn fields_have_names_and_types() {
    let line = "10.0.0.1 GET 1200 0.25 /a";
    let names = ["client", "http.method", "bytes", "took", "path"];
    let expression = "%{IP:client} %{WORD:[http][method]} %{NUMBER:bytes:int} %{NUMBER:took:float} (?<path>/\\S*)";
    assert_eq!(cut(expression, line, &names).unwrap(), ["10.0.0.1", "GET", "Int(1200)", "Float(0.25)", "/a"]);
    assert_eq!(cut(expression, line, &["path"]).unwrap(), ["/a"]);
    assert_eq!(cut(expression, line, &["nothing"]).unwrap(), ["None"]);
    assert_eq!(cut(expression, "GET", &[]), None);
    assert_eq!(cut("%{ORDER:id=[A-Z]{2}\\d+} %{ORDER:next}", "AB1 CD2", &["id", "next"]).unwrap(), ["AB1", "CD2"]);
    assert_eq!(cut("(?:x=%{INT:n}|y=%{INT:n})", "y=7", &["n"]).unwrap(), ["7"]);
}

#[test]
fn addresses_are_whole() {
    for ip in ["::1", "::", "2001:db8::7", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "fe80::1%eth0", "64:ff9b::192.0.2.33"] {
        assert_eq!(cut("^%{IP:ip}$", ip, &["ip"]).unwrap(), [ip]);
    }
    for no in ["1.2.3.256", "1.2.3", ":", "1::2::3"] {
        assert_eq!(cut("^%{IP:ip}$", no, &["ip"]), None, "{no}");
    }
}

#[test]
fn the_regexes_of_ruby_are_read() {
    for (expression, line, x) in [
        (r"(?<x>\h+)z", "beefz", "beef"),
        (r"(?<x>[\h-]+)", "be-ef", "be-ef"),
        (r"(?>a+)(?<x>b)", "aab", "b"),
        (r"a++(?<x>b)", "aab", "b"),
        (r"\<(?<x>.*)\>", "<a>", "a"),
        (r"{%{INT:x}}", "{7}", "7"),
        (r"(?<x>a{,2})b", "aab", "aa"),
        (r"(?m)a(?<x>.)b", "a\nb", "\n"),
        (r"(a|b)(?#note)%{INT:x}\Z", "b7", "7"),
        (r"(?<x>[]a]+)", "x]a", "]a"),
        (r"(?<x>[[:digit:]_]+)", "a1_", "1_"),
        ("(?<x>[\u{e9}]+)", "a\u{e9}", "\u{e9}"),
    ] {
        assert_eq!(cut(expression, line, &["x"]).as_deref(), Some(&[x.to_string()][..]), "{expression}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (expression, why) in [
        ("%{WRD:x}", "did you mean `WORD`?"),
        ("%{IP}", "no field"),
        ("%{IP:x", "not closed"),
        ("%{IP:x:bool}", "`int` and `float`"),
        ("%{:x}", "is not `%{NAME}`"),
        ("(?=a)%{IP:x}", "looks around"),
        (r"(?<x>a)\k<x>", "looks back"),
        ("%{A:x=%{A}}", "holds itself"),
        ("(%{IP:x}", "does not compile"),
        ("%{IP:x})", "does not compile"),
        ("(?<x>[a", "does not compile"),
        (r"(?<x>a)\", "escapes nothing"),
    ] {
        let error = Grok::parse(expression).unwrap_err();
        assert!(error.contains(why), "{expression}: {error}");
    }
}
