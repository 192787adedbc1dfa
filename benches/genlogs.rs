//! Logs for the benchmark: the same bytes for the same size and seed, with nothing but std.
//!
//!     genlogs FORMAT BYTES SEED > FILE
//!
//! The formats access, ndjson, logfmt, syslog, csv and java show one stream of events: event i is
//! the same in each, and a file ends with the line that passes BYTES. So what one task counts in
//! one format can be compared with what another counts in the next. Besides: ints (BYTES is the
//! number of lines), words (50 literals for a filter) and lookup
//! (10,000 rows of CSV by user).
//!
//! The world is skewed as real logs are: addresses, paths, users and searches are Zipf-distributed,
//! latencies log-normal with a long tail, nights are quiet, some minutes have incidents, some
//! requests are malformed, stamps come up to 1.5 s late. Recorded logs were rejected, since none
//! may be handed on that is large enough, and a small one repeated has no cardinality.
//!
//! The file stands alone, so that `rustc -O` is all that a machine needs to make the data.

use std::io::{self, Write};

/// splitmix64: small, fast, and good enough for logs.
struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
        z ^ (z >> 31)
    }
    fn f(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 32).wrapping_mul(n as u64) >> 32) as usize
    }
    fn chance(&mut self, p: f64) -> bool {
        self.f() < p
    }
    /// Irwin-Hall with six terms: the tails are cut at four deviations, which latencies never miss.
    #[expect(clippy::approx_constant, reason = "another digit would be other data")]
    fn normal(&mut self) -> f64 {
        (0..6).map(|_| self.f()).sum::<f64>() * 1.41421356 - 4.24264069
    }
    fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }
}
/// The cumulated shares of ranks, to pick one by a random share.
struct Zipf(Vec<f64>);
impl Zipf {
    fn new(n: usize, s: f64) -> Zipf {
        let mut c = Vec::with_capacity(n);
        let mut t = 0.0;
        for i in 0..n {
            t += 1.0 / (i as f64 + 2.7).powf(s);
            c.push(t);
        }
        for x in &mut c {
            *x /= t;
        }
        Zipf(c)
    }
    fn pick(&self, r: &mut Rng) -> usize {
        let u = r.f();
        self.0.partition_point(|&x| x < u).min(self.0.len() - 1)
    }
}

/// Each service and its median latency in ms.
const SERVICES: [(&str, f64); 12] = [
    ("frontend", 12.0),
    ("checkout", 85.0),
    ("catalog", 18.0),
    ("search", 45.0),
    ("auth", 22.0),
    ("cart", 30.0),
    ("payments", 140.0),
    ("profile", 25.0),
    ("media", 60.0),
    ("recommend", 70.0),
    ("webhooks", 35.0),
    ("static", 2.0),
];
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"];
const COUNTRIES: [&str; 24] = [
    "US", "DE", "GB", "FR", "IN", "BR", "JP", "NL", "CA", "PL", "ES", "IT", "SE", "AU", "MX", "KR", "CZ", "CH", "AT",
    "ZA", "TR", "UA", "SG", "FI",
];
const ADJ: [&str; 24] = [
    "quiet", "amber", "brave", "crisp", "dusty", "eager", "faint", "giant", "hollow", "icy", "jolly", "keen", "lunar",
    "misty", "noble", "olive", "proud", "rapid", "silver", "tidal", "umber", "vivid", "woven", "young",
];
const NOUN: [&str; 24] = [
    "otter", "lamp", "kettle", "spatula", "anchor", "basket", "compass", "drill", "easel", "flute", "gloves", "hammer",
    "island", "jacket", "kayak", "ladder", "mirror", "needle", "oven", "pillow", "quilt", "rope", "saddle", "tripod",
];
const FIRST: [&str; 16] = [
    "alice", "bob", "carol", "dan", "eve", "frank", "grace", "heidi", "ivan", "judy", "mallory", "niaj", "olivia",
    "peggy", "rupert", "sybil",
];
const UNI: [&str; 8] = ["Zoë", "François", "Jürgen", "Łukasz", "Søren", "東京", "Ελένη", "Иван"];
const EXC: [&str; 6] = [
    "java.net.SocketTimeoutException",
    "java.lang.IllegalStateException",
    "java.lang.NullPointerException",
    "java.sql.SQLTransientConnectionException",
    "com.acme.shop.OutOfStockException",
    "java.util.concurrent.TimeoutException",
];

struct World {
    ips: Vec<String>,
    paths: Vec<(String, u8)>,
    uas: Vec<String>,
    refs: Vec<String>,
    zip: Zipf,
    zpath: Zipf,
    zua: Zipf,
    zref: Zipf,
    zuser: Zipf,
    zq: Zipf,
}

fn world(seed: u64) -> World {
    let mut r = Rng(seed ^ 0xABCDEF);
    let ips = (0..200_000)
        .map(|_| {
            if r.chance(0.08) {
                format!("2a0{}:{:x}:{:x}::{:x}", r.below(10), r.below(65536), r.below(65536), 1 + r.below(65535))
            } else {
                format!("{}.{}.{}.{}", 1 + r.below(223), r.below(256), r.below(256), 1 + r.below(254))
            }
        })
        .collect();
    let mut paths: Vec<(String, u8)> = vec![
        ("/".into(), 0),
        ("/api/v2/cart".into(), 5),
        ("/static/app.4f3a91.js".into(), 11),
        ("/api/v2/search".into(), 3),
        ("/static/main.91be02.css".into(), 11),
        ("/api/v2/session".into(), 4),
        ("/favicon.ico".into(), 11),
        ("/login".into(), 4),
        ("/healthz".into(), 0),
        ("/api/v2/checkout".into(), 1),
    ];
    while paths.len() < 40_000 {
        let slug = format!("{}-{}-{}", ADJ[r.below(24)], NOUN[r.below(24)], r.below(10000));
        let n = r.below(1_000_000);
        paths.push(match r.below(20) {
            0..=4 => (format!("/products/{slug}"), 2),
            5..=6 => (format!("/api/v2/products/{n}"), 2),
            7..=8 => (format!("/api/v2/users/{n}/orders"), 7),
            9 => (format!("/api/v2/payments/{n}/confirm"), 6),
            10 => (format!("/api/v2/recommend/{slug}"), 9),
            11 => (format!("/api/v1/webhooks/{n}"), 10),
            12..=14 => (format!("/media/img/{slug}_{}x{}.webp", 100 * (1 + r.below(12)), 100 * (1 + r.below(9))), 8),
            15..=16 => (format!("/static/chunk.{:06x}.js", r.below(1 << 24)), 11),
            17 => (format!("/blog/20{}/{:02}/{slug}", 15 + r.below(11), 1 + r.below(12)), 0),
            18 => (format!("/category/{}/{}", NOUN[r.below(24)], slug), 2),
            _ => (format!("/account/{n}/settings"), 7),
        });
    }
    let mut uas = Vec::new();
    for v in 0..12 {
        let c = 120 + v;
        uas.push(format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{c}.0.0.0 Safari/537.36"));
        uas.push(format!("Mozilla/5.0 (iPhone; CPU iPhone OS 17_{v} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.{v} Mobile/15E148 Safari/604.1"));
        uas.push(format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.{v} Safari/605.1.15"));
        uas.push(format!("Mozilla/5.0 (Linux; Android 1{}; SM-G99{v}B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{c}.0.{}.{} Mobile Safari/537.36", v % 5, 6000 + 7 * v, 40 + v));
        uas.push(format!("Mozilla/5.0 (X11; Linux x86_64; rv:{c}.0) Gecko/20100101 Firefox/{c}.0"));
        uas.push(match v {
            0 => "curl/8.5.0".into(),
            1 => "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)".into(),
            2 => "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)".into(),
            3 => "python-requests/2.31.0".into(),
            4 => "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)".into(),
            5 => "Go-http-client/1.1".into(),
            6 => "kube-probe/1.29".into(),
            7 => "-".into(),
            8 => "Acme \\\"Shop\\\" App/3.2 (Android)".into(),
            9 => "Baiduspider+(+http://www.baidu.com/search/spider.htm)".into(),
            10 => "okhttp/4.12.0".into(),
            _ => "Wget/1.21.4".into(),
        });
    }
    let refs = (0..3000)
        .map(|i| match i {
            0 => "https://www.google.com/".to_string(),
            1 => "https://shop.example.com/".to_string(),
            2 => "https://duckduckgo.com/".to_string(),
            3 => "https://www.bing.com/search?q=\\\"quiet+lamp\\\"".to_string(),
            _ => format!("https://shop.example.com{}", paths[r.below(4000)].0),
        })
        .collect();
    World {
        ips,
        paths,
        uas,
        refs,
        zip: Zipf::new(200_000, 1.02),
        zpath: Zipf::new(40_000, 0.95),
        zua: Zipf::new(72, 0.7),
        zref: Zipf::new(3000, 1.1),
        zuser: Zipf::new(300_000, 0.85),
        zq: Zipf::new(5000, 0.9),
    }
}

/// One event, whatever the format that shows it.
#[derive(Default)]
struct Ev {
    t: u64,
    ip: usize,
    user: usize,
    method: usize,
    target: String,
    qpos: usize,
    status: u16,
    bytes: Option<u64>,
    rf: Option<usize>,
    ua: usize,
    dur_us: u64,
    svc: usize,
    level: &'static str,
    host: usize,
    req: u64,
    trace: (u64, u64),
    msg: String,
    bad: bool,
    exc: Option<usize>,
    country: usize,
    asn: usize,
    pid: usize,
    retry: bool,
}

struct Gen {
    r: Rng,
    clock: f64,
    w: World,
    n: u64,
}
impl Gen {
    #[expect(clippy::approx_constant, reason = "another digit would be other data")]
    fn next(&mut self, e: &mut Ev) {
        use std::fmt::Write;
        let (r, w) = (&mut self.r, &self.w);
        self.n += 1;
        // The mean gap is 72 ms, and longer at night; a stamp may be 1.5 s late, so that order is not strict.
        let hour = (self.clock / 3.6e6) % 24.0;
        self.clock += -(1.0 - r.f()).ln() * 72.0 * (1.0 - 0.5 * ((hour - 14.0) / 24.0 * 6.2832).cos());
        e.t = 1_767_225_600_000 + self.clock as u64 + if r.chance(0.2) { r.below(1500) as u64 } else { 0 };
        e.ip = w.zip.pick(r);
        e.user = w.zuser.pick(r);
        e.country = (e.ip * 7 + e.ip / 13) % 24;
        e.asn = 1000 + e.ip % 5000;
        e.ua = w.zua.pick(r);
        e.rf = if r.chance(0.38) { None } else { Some(w.zref.pick(r)) };
        e.host = r.below(16);
        e.pid = 1000 + e.host * 37 + r.below(8);
        e.req = r.next();
        e.trace = (r.next(), r.next());
        e.bad = r.chance(0.0005);
        e.retry = r.chance(0.02);
        let p = w.zpath.pick(r);
        e.svc = w.paths[p].1 as usize;
        e.target.clear();
        if r.chance(0.001) {
            e.target.push_str("/wp-login.php");
            e.svc = 0;
        } else {
            e.target.push_str(&w.paths[p].0);
        }
        e.qpos = e.target.len();
        if e.svc != 11 && r.chance(0.3) {
            let (a, b) = (w.zq.pick(r), r.below(20));
            let _ = match r.below(4) {
                0 => write!(e.target, "?page={b}&sort=price"),
                1 => write!(e.target, "?q={}+{}&limit={}", ADJ[a % 24], NOUN[a / 24 % 24], 10 * (1 + b % 5)),
                2 => write!(e.target, "?utm_source=mail&utm_campaign=c{a}"),
                _ => write!(e.target, "?session={:016x}", e.req),
            };
        }
        let m = r.below(1000);
        e.method = if e.svc == 11 {
            0
        } else {
            match m {
                0..=779 => 0,
                780..=919 => 1,
                920..=949 => 2,
                950..=959 => 3,
                960..=989 => 4,
                _ => 5,
            }
        };
        // About 2 % of the minutes are incidents: a quarter of their requests are server errors.
        let minute = (self.clock / 60000.0) as u64;
        let incident = minute.wrapping_mul(0x9E3779B97F4A7C15) >> 58 == 7;
        let s = r.f();
        e.status = if s < (if incident { 0.25 } else { 0.028 }) {
            [500, 502, 503, 504, 500, 500][r.below(6)]
        } else if s < 0.34 && e.svc == 11 {
            304
        } else if s < 0.30 {
            200
        } else if s < 0.34 {
            [404, 404, 404, 403, 401, 400, 429, 499][r.below(8)]
        } else if s < 0.38 {
            [301, 302, 304, 204, 206][r.below(5)]
        } else if e.method == 1 && s < 0.6 {
            201
        } else {
            200
        };
        if e.bad {
            e.status = 408;
        }
        e.bytes = if e.bad || e.status == 304 || e.status == 204 || e.method == 4 {
            if r.chance(0.5) { None } else { Some(0) }
        } else {
            Some(r.lognormal(if e.svc == 8 { 60000.0 } else { 2800.0 }, 1.3) as u64 + 20)
        };
        let slow = if e.status >= 500 { 8.0 } else { 1.0 };
        e.dur_us = (r.lognormal(SERVICES[e.svc].1 * slow, 0.9) * 1000.0) as u64 + 90;
        if r.chance(0.002) {
            e.dur_us += 1_000_000 + r.below(29_000_000) as u64;
        }
        e.level = if e.status >= 500 {
            "error"
        } else if e.status >= 400 || e.dur_us > 2_000_000 {
            "warn"
        } else if r.chance(0.12) {
            "debug"
        } else {
            "info"
        };
        e.exc = if e.level == "error" { Some(r.below(6)) } else { None };
        e.msg.clear();
        let ip = &w.ips[e.ip];
        let _ = match r.below(10) {
            0 => write!(
                e.msg,
                "user {}.{}@example.{} signed in from {ip}",
                FIRST[r.below(16)],
                NOUN[r.below(24)],
                ["com", "org", "co.uk"][r.below(3)]
            ),
            1 => write!(e.msg, "cache miss for key \"prod:{}\", fetching", r.below(100000)),
            2 => write!(
                e.msg,
                "order {} placed by {}: total {}.{:02} EUR",
                r.below(1_000_000),
                UNI[r.below(8)],
                r.below(900),
                r.below(100)
            ),
            3 => write!(e.msg, "path C:\\data\\{}\\{} opened", NOUN[r.below(24)], r.below(1000)),
            4 => write!(
                e.msg,
                "upstream 10.0.{}.{}:8080 answered {} in {} ms",
                r.below(8),
                1 + r.below(250),
                e.status,
                e.dur_us / 1000
            ),
            5 => write!(e.msg, "retry {} of 5, backoff {} ms", 1 + r.below(5), 50 << r.below(6)),
            _ => write!(e.msg, "{} {} -> {}", METHODS[e.method], &e.target[..e.qpos], e.status),
        };
    }
}

/// Year, month, day, hour, minute, second and millisecond, by the civil calendar counted from March.
fn date(ms: u64) -> (i64, usize, u64, u64, u64, u64, u64) {
    let (d, s) = ((ms / 86_400_000) as i64, ms / 1000 % 86400);
    let z = d + 719468;
    let era = z / 146097;
    let doe = z - era * 146097;
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (
        yoe + era * 400 + (m <= 2) as i64,
        m as usize,
        (doy - (153 * mp + 2) / 5 + 1) as u64,
        s / 3600,
        s / 60 % 60,
        s % 60,
        ms % 1000,
    )
}
fn iso(o: &mut Vec<u8>, ms: u64) {
    let (y, m, d, h, mi, s, f) = date(ms);
    let _ = write!(o, "{y}-{m:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{f:03}Z");
}
fn json_str(o: &mut Vec<u8>, s: &str, ascii: bool) {
    o.push(b'"');
    for c in s.chars() {
        match c {
            '"' => o.extend_from_slice(b"\\\""),
            '\\' => o.extend_from_slice(b"\\\\"),
            '\n' => o.extend_from_slice(b"\\n"),
            '\t' => o.extend_from_slice(b"\\t"),
            c if ascii && c as u32 > 126 => {
                let mut b = [0u16; 2];
                for u in c.encode_utf16(&mut b) {
                    let _ = write!(o, "\\u{u:04x}");
                }
            }
            c => {
                let mut b = [0u8; 4];
                o.extend_from_slice(c.encode_utf8(&mut b).as_bytes())
            }
        }
    }
    o.push(b'"');
}
fn quoted(o: &mut Vec<u8>, s: &str) {
    json_str(o, s, false)
}
fn csv_str(o: &mut Vec<u8>, s: &str) {
    if s.contains(&[',', '"', '\n'][..]) {
        o.push(b'"');
        for c in s.bytes() {
            if c == b'"' {
                o.push(b'"')
            }
            o.push(c)
        }
        o.push(b'"')
    } else {
        o.extend_from_slice(s.as_bytes())
    }
}
fn plain(s: &str) -> String {
    s.replace("\\\"", "\"")
}

fn record(fmt: &str, o: &mut Vec<u8>, e: &Ev, w: &World, n: u64) {
    let ip = &w.ips[e.ip];
    let svc = SERVICES[e.svc].0;
    let ua = &w.uas[e.ua];
    let rf = e.rf.map_or("-", |i| &w.refs[i]);
    let dur = (e.dur_us / 1000, e.dur_us % 1000);
    let target = if e.bad { "-" } else { e.target.as_str() };
    match fmt {
        "access" => {
            let (y, m, d, h, mi, s, _) = date(e.t);
            let mon = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][m];
            let _ = write!(o, "{ip} - ");
            if e.user.is_multiple_of(29) {
                let _ = write!(o, "{}", FIRST[e.user / 29 % 16]);
            } else {
                o.push(b'-')
            }
            let _ = write!(o, " [{d:02}/{mon}/{y}:{h:02}:{mi:02}:{s:02} +0000] \"");
            if e.bad {
                o.push(b'-')
            } else {
                let _ = write!(
                    o,
                    "{} {target} HTTP/{}",
                    METHODS[e.method],
                    if e.ip.is_multiple_of(3) { "2.0" } else { "1.1" }
                );
            }
            let _ = write!(o, "\" {} ", e.status);
            match e.bytes {
                Some(b) => {
                    let _ = write!(o, "{b}");
                }
                None => o.push(b'-'),
            }
            let _ = writeln!(o, " \"{rf}\" \"{ua}\"");
        }
        "ndjson" => {
            o.extend_from_slice(b"{\"ts\":\"");
            iso(o, e.t);
            let _ = write!(
                o,
                "\",\"level\":\"{}\",\"service\":\"{svc}\",\"host\":\"web-{:02}\",\"pid\":{},\"msg\":",
                e.level, e.host, e.pid
            );
            json_str(o, &e.msg, n.is_multiple_of(2));
            let _ = write!(
                o,
                ",\"request_id\":\"{:016x}\",\"trace_id\":\"{:016x}{:016x}\",\"user_id\":\"u{}\",\"http\":{{\"method\":\"{}\",\"path\":",
                e.req,
                e.trace.0,
                e.trace.1,
                e.user,
                if e.bad { "-" } else { METHODS[e.method] }
            );
            json_str(o, if e.bad { "-" } else { &e.target[..e.qpos] }, false);
            if e.qpos < e.target.len() && !e.bad {
                o.extend_from_slice(b",\"query\":");
                json_str(o, &e.target[e.qpos + 1..], false);
            }
            let _ = write!(o, ",\"status\":{},\"bytes\":", e.status);
            match e.bytes {
                Some(b) => {
                    let _ = write!(o, "{b}");
                }
                None => o.extend_from_slice(b"null"),
            }
            o.extend_from_slice(b",\"referer\":");
            json_str(o, &plain(rf), false);
            o.extend_from_slice(b",\"user_agent\":");
            json_str(o, &plain(ua), false);
            let _ = write!(
                o,
                "}},\"client\":{{\"ip\":\"{ip}\",\"country\":\"{}\",\"asn\":{}}},\"duration\":{}.{:03},\"retry\":{}",
                COUNTRIES[e.country], e.asn, dur.0, dur.1, e.retry
            );
            if e.status == 429 || e.retry {
                o.extend_from_slice(b",\"tags\":[\"throttled\",\"edge\"]");
            }
            if let Some(x) = e.exc {
                let _ = write!(
                    o,
                    ",\"error\":{{\"kind\":\"{}\",\"stack\":\"{}: failed\\n\\tat com.acme.shop.{svc}.Handler.call(Handler.java:{})\\n\\tat com.acme.http.Server.run(Server.java:88)\"}}",
                    EXC[x],
                    EXC[x],
                    20 + e.req % 400
                );
            }
            o.extend_from_slice(b"}\n");
        }
        "logfmt" => {
            o.extend_from_slice(b"ts=");
            iso(o, e.t);
            let _ = write!(
                o,
                " level={} service={svc} host=web-{:02} ip={ip} user_id=u{} method={} path={} status={} duration={}.{:03} bytes={} msg=",
                e.level,
                e.host,
                e.user,
                if e.bad { "-" } else { METHODS[e.method] },
                if e.bad { "-" } else { &e.target[..e.qpos] },
                e.status,
                dur.0,
                dur.1,
                e.bytes.unwrap_or(0)
            );
            quoted(o, &e.msg);
            let _ = writeln!(o, " request_id={:016x} retry={}", e.req, e.retry);
        }
        "syslog" => {
            let sev = match e.level {
                "error" => 3,
                "warn" => 4,
                "info" => 6,
                _ => 7,
            };
            let _ = write!(o, "<{}>1 ", 16 * 8 + sev);
            iso(o, e.t);
            let _ = writeln!(
                o,
                " web-{:02}.example.net {svc} {} {:08x} [req@32473 ip=\"{ip}\" user=\"u{}\" status=\"{}\"][timing@32473 ms=\"{}.{:03}\"] \u{feff}{}",
                e.host,
                e.pid,
                e.req >> 32,
                e.user,
                e.status,
                dur.0,
                dur.1,
                e.msg
            );
        }
        "csv" => {
            iso(o, e.t);
            let _ = write!(
                o,
                ",{},{svc},web-{:02},{ip},u{},{},{},{},{},{}.{:03},",
                e.level,
                e.host,
                e.user,
                if e.bad { "-" } else { METHODS[e.method] },
                target,
                e.status,
                e.bytes.unwrap_or(0),
                dur.0,
                dur.1
            );
            csv_str(o, &plain(rf));
            o.push(b',');
            csv_str(o, &plain(ua));
            o.push(b',');
            csv_str(o, &e.msg);
            o.push(b'\n');
        }
        _ => {
            // Java: an error is a record of many lines.
            let (y, m, d, h, mi, s, f) = date(e.t);
            let _ = writeln!(
                o,
                "{y}-{m:02}-{d:02} {h:02}:{mi:02}:{s:02},{f:03} {:<5} [http-nio-8080-exec-{}] com.acme.shop.{svc}.Handler - {}",
                e.level.to_uppercase(),
                e.pid % 50,
                e.msg
            );
            if let Some(x) = e.exc {
                let _ = writeln!(o, "{}: request {:016x} failed", EXC[x], e.req);
                for k in 0..8 + e.req % 20 {
                    let _ = writeln!(
                        o,
                        "\tat com.acme.{}.{}.call({}.java:{})",
                        NOUN[(e.req >> k) as usize % 24],
                        svc,
                        svc,
                        10 + (e.req >> k) % 500
                    );
                }
                if e.req.is_multiple_of(3) {
                    let _ = writeln!(o, "Caused by: {}: connection reset by peer", EXC[(x + 1) % 6]);
                    for k in 0..5 {
                        let _ = writeln!(o, "\tat java.base/java.net.Socket.read{k}(Socket.java:{})", 100 + k);
                    }
                    let _ = writeln!(o, "\t... {} more", 10 + e.req % 30);
                }
            }
        }
    }
}

fn main() -> io::Result<()> {
    let a: Vec<String> = std::env::args().collect();
    if a.len() != 4 {
        eprintln!("usage: genlogs FORMAT BYTES SEED");
        std::process::exit(2);
    }
    let (fmt, size, seed) = (a[1].as_str(), a[2].parse::<u64>().expect("BYTES"), a[3].parse::<u64>().expect("SEED"));
    let mut out = io::stdout().lock();
    let mut o: Vec<u8> = Vec::with_capacity(1 << 21);
    let mut r = Rng(seed);
    match fmt {
        "ints" => {
            for _ in 0..size {
                let _ = writeln!(o, "{}", r.below(1_000_000_000));
                if o.len() > 1 << 20 {
                    out.write_all(&o)?;
                    o.clear();
                }
            }
        }
        "words" => {
            // Products of middling rank, so that the filter has work and hits are not dense.
            let w = world(seed);
            for (p, _) in w.paths.iter().filter(|p| p.0.starts_with("/products/")).skip(20).step_by(9).take(50) {
                let _ = writeln!(o, "{}", &p[10..]);
            }
        }
        "lookup" => {
            o.extend_from_slice(b"user_id,plan,region\n");
            for i in 0..10_000 {
                let _ = writeln!(
                    o,
                    "u{},{},{}",
                    i * 3,
                    ["free", "basic", "pro", "enterprise"][r.below(4)],
                    ["eu-west", "eu-north", "us-east", "us-west", "ap-south"][r.below(5)]
                );
            }
        }
        "access" | "ndjson" | "logfmt" | "syslog" | "csv" | "java" => {
            let mut g = Gen { r, clock: 0.0, w: world(seed), n: 0 };
            let mut e = Ev::default();
            let mut done = 0u64;
            if fmt == "csv" {
                o.extend_from_slice(
                    b"ts,level,service,host,ip,user_id,method,target,status,bytes,duration,referer,user_agent,msg\n",
                );
            }
            while done + (o.len() as u64) < size {
                g.next(&mut e);
                record(fmt, &mut o, &e, &g.w, g.n);
                if o.len() > 1 << 20 {
                    out.write_all(&o)?;
                    done += o.len() as u64;
                    o.clear();
                }
            }
        }
        _ => {
            eprintln!("genlogs: unknown format {fmt}");
            std::process::exit(2);
        }
    }
    out.write_all(&o)
}
