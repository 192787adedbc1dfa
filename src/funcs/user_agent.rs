//! `user_agent(x)`: what a User-Agent header says of its sender, as far as a small table goes.
//!
//! Browsers name each other, so the most particular name in a header counts, not the first.
//! The lists of thousands of regexes that other tools carry were rejected: they age, they take
//! a millisecond a line, and they name phone models that nobody groups by. What is not in
//! these tables is told by the header's own first word.

use memchr::memmem;

use super::object::Object;
use crate::data::{Cell, Value};
use crate::def::{Doc, Example, FuncBind, FuncDef, Kind, OnNone, Ret};

pub static DEF: FuncDef = FuncDef {
    doc: Doc {
        name: "user_agent",
        usage: "user_agent(x)",
        brief: "what a User-Agent header says of its sender, as an object",
        text: "Gives an object with the keys `family`, `version`, `os`, `device` and `bot`, of which those that \
               the header does not tell are left out: `user_agent(user_agent).family` is the name of the browser \
               or the program. An empty header, or `-`, which access logs write for none, gives None, which is \
               not counted. None stays None. A number or a bool is taken as it is spelled; a time, a duration, a \
               list or an object gives None, which the ledger counts.\n\n\
               `family` is a browser's name (Chrome, Firefox, Safari, Edge, Opera, Samsung Internet, ...), or \
               the first name in the header that sounds like a crawler's, or else its first word; `version` is \
               what stands behind that. `os` is Windows, macOS, iOS, Android, Linux, ChromeOS or a few rarer \
               ones, `device` is `desktop`, `phone`, `tablet`, `tv` or `console`. `bot` is True for crawlers, \
               probes and scanners that say so, and for the HTTP clients of scripts, such as curl; of these `os` \
               and `device` are left out.\n\n\
               It knows no versions of systems, which browsers froze, no models and no engines. An iPad that \
               asks for desktop pages says that it is a Mac, and whoever sends the header of a browser is taken \
               for one. Of a longer header the first 2,000 bytes are read.",
        examples: &[
            Example {
                run: "'count by user_agent(user_agent).family as family' access.log",
                output: r#"
{"family":"Firefox","count":4}
{"family":"Safari","count":4}
{"family":"curl","count":3}
{"family":"python-requests","count":2}
{"family":"kube-probe","count":1}
"#,
            },
            Example {
                run: "'where not user_agent(user_agent).bot | select user_agent(user_agent) as ua | dedup' access.log",
                output: r#"
{"ua":{"family":"Firefox","version":"136.0","os":"Linux","device":"desktop","bot":false}}
{"ua":{"family":"Safari","os":"macOS","device":"desktop","bot":false}}
"#,
            },
        ],
    },
    method: false,
    keeps_name: false,
    args: (1, 1),
    kind: Kind::Any,
    none: OnNone::None,
    bind: FuncBind::Law(law),
};

/// The names by which browsers are told, the most particular first, and what they are called.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("EdgA", "Edge"),
    ("EdgiOS", "Edge"),
    ("Edge", "Edge"),
    ("OPR", "Opera"),
    ("OPiOS", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("YaBrowser", "Yandex Browser"),
    ("Vivaldi", "Vivaldi"),
    ("UCBrowser", "UC Browser"),
    ("DuckDuckGo", "DuckDuckGo"),
    ("Ddg", "DuckDuckGo"),
    ("Whale", "Whale"),
    ("MiuiBrowser", "Miui Browser"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("QQBrowser", "QQ Browser"),
    ("MQQBrowser", "QQ Browser"),
    ("Silk", "Silk"),
    ("FBAV", "Facebook"),
    ("Instagram", "Instagram"),
    ("GSA", "Google app"),
    ("Electron", "Electron"),
    ("CriOS", "Chrome"),
    ("FxiOS", "Firefox"),
    ("SeaMonkey", "SeaMonkey"),
    ("PaleMoon", "Pale Moon"),
    ("Firefox", "Firefox"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("MSIE", "Internet Explorer"),
    ("Trident", "Internet Explorer"),
    ("Safari", "Safari"),
    ("AppleWebKit", "WebKit"),
];

/// What the names of crawlers, probes and scanners hold, in lower case.
const BOTS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "fetcher",
    "archiver",
    "externalhit",
    "externalagent",
    "-google",
    "googleother",
    "inspectiontool",
    "lighthouse",
    "headless",
    "preview",
    "probe",
    "healthcheck",
    "monitor",
    "pingdom",
    "uptime",
    "scanner",
    "zgrab",
    "masscan",
    "nmap",
    "nikto",
    "sqlmap",
    "censys",
];

/// The first words of the HTTP clients of scripts, in lower case.
const CLIENTS: &[&str] = &[
    "curl",
    "wget",
    "httpie",
    "python",
    "python-requests",
    "python-urllib",
    "python-httpx",
    "aiohttp",
    "go-http-client",
    "java",
    "apache-httpclient",
    "axios",
    "node",
    "node-fetch",
    "undici",
    "got",
    "postmanruntime",
    "insomnia",
    "libwww-perl",
    "ruby",
    "faraday",
    "guzzlehttp",
    "php",
    "powershell",
    "winhttp",
    "libcurl",
    "ab",
    "apachebench",
    "k6",
    "vegeta",
];

/// What systems are told by, in the order in which it is looked for, and their names.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows Phone", "Windows Phone"),
    ("Xbox", "Xbox"),
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("iPod", "iOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Tizen", "Tizen"),
    ("Web0S", "webOS"),
    ("PlayStation", "PlayStation"),
    ("Nintendo", "Nintendo"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

/// What televisions are told by.
const TELEVISIONS: &[&str] = &[
    "SmartTV",
    "SMART-TV",
    "Smart TV",
    "AppleTV",
    "Apple TV",
    "GoogleTV",
    "Android TV",
    "HbbTV",
    "BRAVIA",
    "CrKey",
    "Web0S",
];

/// What is read of a header, in bytes: the tables are searched for each of its words.
const LONGEST: usize = 2_000;

/// What a header says.
#[derive(Debug, Default, PartialEq)]
struct Agent<'a> {
    family: &'a [u8],
    version: Option<&'a [u8]>,
    os: Option<&'static str>,
    device: Option<&'static str>,
    bot: bool,
}

fn law<'a>(args: &[Value<'a>], out: &mut Vec<u8>) -> Ret<'a> {
    let [x] = args else { return Ret::Cell(Cell::None) };
    let Some(text) = super::text(*x) else { return Ret::Cell(Cell::None) };
    let text = text.trim_ascii();
    let text = &text[..text.len().min(LONGEST)];
    if text.is_empty() || super::is_dash(text) {
        return Ret::Absent;
    }
    let Some(agent) = read(text) else { return Ret::Cell(Cell::None) };
    let mut object = Object::new(out);
    object.text("family", Some(agent.family));
    object.text("version", agent.version);
    object.text("os", agent.os.map(str::as_bytes));
    object.text("device", agent.device.map(str::as_bytes));
    object.member(b"bot", |out| out.extend_from_slice(if agent.bot { b"true" } else { b"false" }));
    object.end();
    Ret::Json
}

/// The words of a header, in its comments too, each with what stands behind its slash.
fn words(text: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    let ends = |b: &u8| matches!(b, b' ' | b'\t' | b';' | b',' | b'(' | b')' | b'[' | b']');
    text.split(ends).filter(|word| !word.is_empty()).map(|word| match memchr::memchr(b'/', word) {
        Some(at) => (&word[..at], Some(&word[at + 1..]).filter(|version| !version.is_empty())),
        None => (word, None),
    })
}

fn read(text: &[u8]) -> Option<Agent<'_>> {
    let (first, version) = words(text).next()?;
    if let Some((family, version)) = words(text).find(|(name, _)| is_bot(name)) {
        return Some(Agent { family, version, bot: true, ..Agent::default() });
    }
    let is_client = CLIENTS.iter().any(|client| first.eq_ignore_ascii_case(client.as_bytes()));
    if is_client {
        return Some(Agent { family: first, version, bot: true, ..Agent::default() });
    }
    let os = SYSTEMS.iter().find(|(mark, _)| has(text, mark)).map(|(_, name)| *name);
    let is_browser = first == b"Mozilla" || first == b"Opera";
    let device = os.and_then(|os| device(text, os, is_browser));
    let (family, version) = match is_browser.then(|| browser(text, os)).flatten() {
        Some((family, version)) => (family.as_bytes(), version),
        None => (first, version),
    };
    Some(Agent { family, version, os, device, bot: false })
}

fn has(text: &[u8], mark: &str) -> bool {
    memmem::find(text, mark.as_bytes()).is_some()
}

/// Whether a word is the name of a crawler, a probe or a scanner, and not the address of one.
fn is_bot(name: &[u8]) -> bool {
    // A maker of phones.
    const PHONE: &[u8] = b"cubot";
    const LONG: usize = 64;
    if name.len() > LONG || name.ends_with(b":") || name.contains(&b'@') || name.eq_ignore_ascii_case(PHONE) {
        return false;
    }
    let mut lower = [0; LONG];
    let lower = &mut lower[..name.len()];
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    BOTS.iter().any(|mark| has(lower, mark))
}

/// The name and the version of a browser.
fn browser<'a>(text: &'a [u8], os: Option<&str>) -> Option<(&'static str, Option<&'a [u8]>)> {
    let rank = |name: &[u8]| BROWSERS.iter().position(|(word, _)| word.as_bytes() == name);
    let found = words(text).filter_map(|(name, version)| rank(name).map(|rank| (rank, name, version)));
    let (rank, name, version) = found.min_by_key(|(rank, ..)| *rank)?;
    let after = |wanted: &[u8]| words(text).skip_while(|(name, _)| *name != wanted).nth(1).map(|(next, _)| next);
    let named = || words(text).find(|(name, _)| *name == b"Version").and_then(|(_, version)| version);
    Some(match (BROWSERS[rank].1, name) {
        // What came with Android before Chrome did.
        ("Safari", _) if os == Some("Android") => ("Android Browser", named()),
        ("Safari", _) => ("Safari", named()),
        ("Opera", b"Opera") => ("Opera", named().or(version)),
        ("Internet Explorer", b"MSIE") => ("Internet Explorer", after(b"MSIE")),
        ("Internet Explorer", _) => ("Internet Explorer", words(text).find_map(|(name, _)| name.strip_prefix(b"rv:"))),
        ("Instagram", _) => ("Instagram", version.or_else(|| after(b"Instagram"))),
        (family, _) => (family, version),
    })
}

fn device(text: &[u8], os: &str, is_browser: bool) -> Option<&'static str> {
    if TELEVISIONS.iter().any(|mark| has(text, mark)) {
        return Some("tv");
    }
    if has(text, "iPad") || has(text, "Tablet") {
        return Some("tablet");
    }
    match os {
        "iOS" | "Windows Phone" => Some("phone"),
        "Android" | "Tizen" if has(text, "Mobile") => Some("phone"),
        // Browsers on tablets leave the word out; other programs never say it.
        "Android" | "Tizen" => is_browser.then_some("tablet"),
        "Xbox" | "PlayStation" | "Nintendo" => Some("console"),
        "webOS" => Some("tv"),
        _ => Some("desktop"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Family, version, system, device and a star for bots, in one line.
    fn of(text: &str) -> String {
        let Some(agent) = read(text.as_bytes()) else { return String::new() };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let version = agent.version.map_or("-".to_string(), text);
        let (os, device) = (agent.os.unwrap_or("-"), agent.device.unwrap_or("-"));
        format!("{} {version} {os} {device}{}", text(agent.family), if agent.bot { " *" } else { "" })
    }

    #[test]
    fn browsers() {
        const WEBKIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0", "Firefox 136.0 Linux desktop"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) @ Chrome/133.0.0.0 Safari/537.36",
                "Chrome 133.0.0.0 Windows desktop",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) @ Chrome/133.0.0.0 Safari/537.36 Edg/133.0.1",
                "Edge 133.0.1 Windows desktop",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) @ Version/18.3 Safari/605.1.15",
                "Safari 18.3 macOS desktop",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) @ CriOS/133.0 Mobile/15E148 Safari/604.1",
                "Chrome 133.0 iOS phone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) @ Version/12.1 Mobile/15E148 Safari/604.1",
                "Safari 12.1 iOS tablet",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; K) @ SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
                "Samsung Internet 27.0 Android phone",
            ),
            ("Mozilla/5.0 (Linux; Android 13; SM-X200) @ Chrome/120.0 Safari/537.36", "Chrome 120.0 Android tablet"),
            (
                "Mozilla/5.0 (Linux; U; Android 4.0.3; de) @ Version/4.0 Mobile Safari/534.30",
                "Android Browser 4.0 Android phone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
                "Internet Explorer 11.0 Windows desktop",
            ),
            (
                "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
                "Internet Explorer 8.0 Windows desktop",
            ),
            ("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18", "Opera 12.18 Windows desktop"),
            ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) @ Chrome/133.0 Safari/537.36", "Chrome 133.0 ChromeOS desktop"),
            ("Mozilla/5.0 (Web0S; Linux/SmartTV) @ Chrome/94.0 Safari/537.36", "Chrome 94.0 webOS tv"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) @ Mobile/15E148 [FBAN/FBIOS;FBAV/437.0.0;FBDV/x]",
                "Facebook 437.0.0 iOS phone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; CUBOT X70) @ Chrome/120.0 Mobile Safari/537.36",
                "Chrome 120.0 Android phone",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(of(&text.replace('@', WEBKIT)), wanted, "{text}");
        }
    }

    #[test]
    fn bots_and_programs() {
        let cases = [
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot 2.1 - - *"),
            ("Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help)", "Slurp - - - *"),
            (
                "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
                "facebookexternalhit 1.1 - - *",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36",
                "HeadlessChrome 120.0 - - *",
            ),
            ("kube-probe/1.32", "kube-probe 1.32 - - *"),
            ("curl/8.12.1", "curl 8.12.1 - - *"),
            ("Go-http-client/1.1", "Go-http-client 1.1 - - *"),
            ("python-requests/2.32.3", "python-requests 2.32.3 - - *"),
            ("MyApp/3.1 (iPhone; iOS 17.2; Scale/3.00)", "MyApp 3.1 iOS phone"),
            ("Dalvik/2.1.0 (Linux; U; Android 9; SM-A105F)", "Dalvik 2.1.0 Android -"),
            ("okhttp/4.9.0", "okhttp 4.9.0 - -"),
            ("Mozilla/5.0", "Mozilla 5.0 - -"),
            ("something", "something - - -"),
        ];
        for (text, wanted) in cases {
            assert_eq!(of(text), wanted, "{text}");
        }
        assert_eq!(law(&[Value::Text(b" - ")], &mut Vec::new()), Ret::Absent);
        assert_eq!(law(&[Value::Text(b"()")], &mut Vec::new()), Ret::Cell(Cell::None));
    }
}
