//! Two ways to say one thing: stages that stand for others give what those others give.
//!
//! Each pair is run over the same file, and must print the same bytes. The second way uses
//! none of the machinery of the first, so it is a second opinion on it.

use crate::harness::{Room, difference};

/// The file, and the two pipelines.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "access.log",
        r#"count, sum(bytes), max(bytes) where status < 400 as ok by path compare 5m at t"2026-03-02T09:10Z""#,
        r#"where t"2026-03-02T09:00Z" <= time < t"2026-03-02T09:10Z" | set later = time >= t"2026-03-02T09:05Z"
           | count where later as count, count where not later as count_before,
             sum(bytes) where later as sum_bytes, sum(bytes) where not later as sum_bytes_before,
             max(bytes) where later and status < 400 as ok, max(bytes) where not later and status < 400 as ok_before by path
           | select path, count, count_before, count - count_before as count_change,
             sum_bytes, sum_bytes_before, sum_bytes - sum_bytes_before as sum_bytes_change,
             ok, ok_before, ok - ok_before as ok_change"#,
    ),
    (
        "web.log.gz",
        r#"count, p95(bytes), count_distinct(ip) by method, status // 100 as class compare 90s at t"2025-10-04T08:03Z""#,
        r#"where t"2025-10-04T08:00Z" <= time < t"2025-10-04T08:03Z" | set later = time >= t"2025-10-04T08:01:30Z"
           | count where later as count, count where not later as count_before,
             p95(bytes) where later as p95_bytes, p95(bytes) where not later as p95_bytes_before,
             count_distinct(ip) where later as ips, count_distinct(ip) where not later as ips_before by method, status // 100 as class
           | select method, class, count, count_before, count - count_before as count_change,
             p95_bytes, p95_bytes_before, p95_bytes - p95_bytes_before as p95_bytes_change,
             ips as count_distinct_ip, ips_before as count_distinct_ip_before, ips - ips_before as count_distinct_ip_change"#,
    ),
    (
        "web.log.gz",
        "patterns request | select pattern, count, first, last, example",
        r#"count, min(time(time)) as first, max(time(time)) as last, first(request) as example by template(request) as pattern
           | sort -count | select pattern, count, first, last, example"#,
    ),
    (
        "web.log.gz",
        "patterns target by method | select method, pattern, count, share",
        r#"set pattern = template(target) | annotate count as total by method
           | count, first(total) as total by method, pattern | sort -count
           | select method, pattern, count, round(count / total, 4) as share"#,
    ),
    ("web.log.gz", "top 7 path by sum(bytes)", "sum(bytes) by path | sort -sum_bytes | head 7"),
    ("web.log.gz", "rare 7 status, method", "count by status, method | sort count | head 7"),
    ("web.log.gz", "dedup method, status", "head 1 by method, status"),
    ("web.log.gz", "count every 1m | fill", "count by bin(time, 1m) | sort time"),
    ("web.log.gz", r#"tee "all.log" | head 3 | select ip"#, "head 3 | select ip"),
    ("web.log.gz", r#"split "by/{method}.log" | count by method"#, "count by method"),
    (
        "app.jsonl",
        "annotate sum(ms) as total by service | select service, total | dedup",
        "sum(ms) as total by service",
    ),
];

#[test]
fn two_ways_to_say_one_thing_print_the_same() {
    let room = Room::new();
    for (file, one, other) in PAIRS {
        for options in ["", "-j 1", "--room 1"] {
            let run = |pipeline: &str| room.sh(&format!("flitch {options} '{pipeline}' {file}"));
            let (one_ran, other_ran) = (run(one), run(other));
            assert_eq!((one_ran.code, other_ran.code), (0, 0), "{one}\n{}{}", one_ran.session(), other_ran.session());
            assert!(one_ran.stdout.len() > 20, "{one} prints next to nothing: {}", one_ran.session());
            let (one_said, other_said) = (one_ran.session(), other_ran.session());
            assert!(
                one_said == other_said,
                "{options} {one}
{}",
                difference(&other_said, &one_said)
            );
        }
    }
    let same =
        room.sh("gzip -dc web.log.gz | cmp - all.log && cat by/*.log | sort > a; gzip -dc web.log.gz | sort | cmp - a");
    assert_eq!((same.code, same.session()), (0, String::new()), "tee and split write every record once");
}
