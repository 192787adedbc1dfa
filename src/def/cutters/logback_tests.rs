//! Lines of Java programs, cut by their patterns.

use super::super::tests::{cut, fails, lines, miss, object, walk};
use super::*;
use crate::def::cutters::layout::Layout;

fn layout(text: &str) -> Layout {
    lines(parse(text))
}

#[test]
fn the_usual_patterns() {
    let layout = layout("%d{yyyy-MM-dd HH:mm:ss,SSS} [%thread] %-5level %logger{36} - %msg%n");
    let line = "2025-10-10 13:55:36,123 [http-nio-8080-exec-1] INFO  c.e.Foo - boom - [x]";
    let names = ["time", "thread", "level", "logger", "msg"];
    let wanted = ["2025-10-10 13:55:36,123", "http-nio-8080-exec-1", "INFO", "c.e.Foo", "boom - [x]"];
    assert_eq!(cut(&layout, line, &names).unwrap(), wanted);
    assert_eq!(walk(&layout, line).unwrap().len(), 5);
    let log4j = lines(parse("%d{ISO8601} %5p %c{1}:%L - %X{req-id} %x %m%n%xEx{full}"));
    assert_eq!(
        cut(
            &log4j,
            "2025-10-10 13:55:36,123  WARN Foo:17 - 7f ctx late",
            &["level", "logger", "lineno", "req_id", "ndc", "msg"]
        )
        .unwrap(),
        ["WARN", "Foo", "17", "7f", "ctx", "late"]
    );
}

#[test]
fn the_default_of_spring_boot() {
    let layout = layout(
        "%clr(%d{${LOG_DATEFORMAT_PATTERN:-yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}){faint} %clr(${LOG_LEVEL_PATTERN:-%5p}) \
         %clr(${PID:- }){magenta} %clr(---){faint} %clr([%15.15t]){faint} %clr(%-40.40logger{39}){cyan} %clr(:){faint} \
         %m%n${LOG_EXCEPTION_CONVERSION_WORD:-%wEx}",
    );
    let names = ["time", "level", "pid", "thread", "logger", "msg"];
    let wanted = ["2025-10-10T13:55:36.123+02:00", "INFO", "7", "main", "c.e.Foo", "up: 1"];
    let line =
        "2025-10-10T13:55:36.123+02:00  INFO 7 --- [           main] c.e.Foo                                  : up: 1";
    assert_eq!(cut(&layout, line, &names).unwrap(), wanted);
    let coloured = "\x1b[2m2025-10-10T13:55:36.123+02:00\x1b[0;39m \x1b[32m INFO\x1b[0;39m \x1b[35m7\x1b[0;39m \x1b[2m---\x1b[0;39m \x1b[2m[           main]\x1b[0;39m \x1b[36mc.e.Foo                                 \x1b[0;39m \x1b[2m:\x1b[0;39m up: 1";
    assert_eq!(cut(&layout, coloured, &names).unwrap(), wanted);
    assert_eq!(walk(&layout, coloured).unwrap().len(), 6);
}

#[test]
fn padding_and_decorations() {
    let layout =
        layout(r"%-20(%d{HH:mm:ss} [%t]) \(%.-1level\) %replace(%msg){'\d', 'x'}|%notEmpty{%marker} %style{%M}{red}%n");
    let line = "13:55:36 [a b] (W) any thing| doIt";
    assert_eq!(
        cut(&layout, line, &["time", "thread", "level", "msg", "function"]).unwrap(),
        ["13:55:36", "a b", "W", "any thing", "doIt"]
    );
    assert!(object(parse(r#"{"time":"%d","msg":"%m"}%n"#)));
}

#[test]
fn widths_are_characters_of_java() {
    let layout = layout("%-4t %m");
    for (line, thread) in
        [("\u{e9}    x y", "\u{e9}"), ("\u{1f980}   x y", "\u{1f980}"), ("\u{20ac}uro x y", "\u{20ac}uro")]
    {
        assert_eq!(cut(&layout, line, &["thread", "msg"]).unwrap(), [thread, "x y"], "{line}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    assert!(fails(parse("%d %y")).contains("`%y` is no conversion word"));
    assert!(fails(parse("%d{HH:mm")).contains("not closed"));
    assert!(fails(parse("%d{bb} %m")).contains("date pattern"));
    assert!(fails(parse("%m%n%m")).contains("one line"));
    assert!(fails(parse("%logger%msg")).contains("must stand some text"));
    assert!(fails(parse(&format!("{}%m{}", "%red(".repeat(50), ")".repeat(50)))).contains("inside each other"));
    assert!(fails(parse("${a")).contains("not closed"));
    let layout = layout("%d [%t] %m%n");
    assert_eq!(miss(&layout, "10:00 [main] x"), Some((0, "`%d`, as `2026-01-02 15:04:05,678`".to_string())));
}
