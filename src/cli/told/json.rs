//! `--report`: one JSON object on one line. Its fields are a promise, kept in `flitch help report`.

use super::{Ended, seconds};
use crate::base::{json, time};
use crate::exec::report::{Asserted, BadLines, InputReport, Kept, Verdict};

/// The version of what stands in it: it grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// JSON that is being written.
#[derive(Default)]
struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// A comma, unless something has just been opened.
    fn next(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(b',');
        }
    }

    fn key(&mut self, key: &str) {
        self.next();
        json::write_string(key.as_bytes(), &mut self.out);
        self.out.push(b':');
    }

    /// A field whose value is spelled as JSON spells it; without one it is null.
    fn plain(&mut self, key: &str, value: Option<impl ToString>) {
        self.key(key);
        self.out.extend_from_slice(value.map_or("null".to_string(), |value| value.to_string()).as_bytes());
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(text) => {
                self.key(key);
                json::write_string(text.as_bytes(), &mut self.out);
            }
            None => self.plain(key, None::<u64>),
        }
    }

    fn time(&mut self, key: &str, value: Option<i64>) {
        let mut text = Vec::new();
        if let Some(at) = value {
            time::write_rfc3339(at, &mut text);
        }
        self.text(key, value.map(|_| String::from_utf8_lossy(&text)).as_deref());
    }

    fn object(&mut self, write: impl FnOnce(&mut Writer)) {
        self.next();
        self.out.push(b'{');
        write(self);
        self.out.push(b'}');
    }

    fn list<T>(&mut self, key: &str, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Writer, T)) {
        self.key(key);
        self.out.push(b'[');
        items.into_iter().for_each(|item| write(self, item));
        self.out.push(b']');
    }

    fn texts(&mut self, key: &str, texts: impl IntoIterator<Item = impl ToString>) {
        self.list(key, texts, |w, text| {
            w.next();
            json::write_string(text.to_string().as_bytes(), &mut w.out);
        });
    }
}

/// The report, with a newline.
pub fn line(ended: &Ended<'_>) -> Vec<u8> {
    let Ended { report, code, at } = ended;
    let mut writer = Writer::default();
    writer.object(|w| {
        w.plain("report", Some(VERSION));
        w.text("flitch", Some(env!("CARGO_PKG_VERSION")));
        w.plain("exit", Some(code));
        let signal = report.signal.and_then(|code| match code {
            130 => Some("SIGINT"),
            143 => Some("SIGTERM"),
            // Its time was over.
            _ => None,
        });
        w.text("signal", signal);
        // The clock of a machine is not good for more.
        w.time("ended", Some(at - at.rem_euclid(1_000_000)));
        w.plain("stopped", Some(report.stopped));
        w.plain("lines", Some(report.lines()));
        w.plain("bytes", Some(report.bytes()));
        w.plain("bad_lines", Some(report.bad_lines()));
        w.list("inputs", &report.inputs, input);
        w.list("bad", &report.bad, bad);
        w.texts("faults", &report.faults);
        w.list("asserts", &report.asserts, asserted);
        w.key("output");
        w.object(|w| {
            w.plain("records", Some(report.rows_out));
            w.plain("bytes", Some(report.bytes_out));
        });
        w.texts("approximate", &report.approximate);
        w.key("usage");
        w.object(|w| {
            w.plain("wall_seconds", Some(seconds(report.usage.wall)));
            w.plain("user_seconds", report.usage.user.map(seconds));
            w.plain("system_seconds", report.usage.system.map(seconds));
            w.plain("peak_memory_bytes", report.usage.peak_memory);
        });
        w.texts("messages", &report.messages);
        match &report.state {
            Some(kept) => state(w, kept),
            None => w.text("state", None),
        }
    });
    writer.out.push(b'\n');
    writer.out
}

fn state(w: &mut Writer, kept: &Kept) {
    w.key("state");
    w.object(|w| {
        w.text("checkpoint", Some(&kept.checkpoint));
        w.plain("committed", Some(kept.committed));
        w.text("aggregate", kept.aggregate.as_ref().map(|(pipeline, _)| pipeline.as_str()));
        w.plain("groups", kept.aggregate.as_ref().map(|(_, groups)| groups));
    });
}

fn input(w: &mut Writer, input: &InputReport) {
    w.object(|w| {
        w.text("name", Some(&input.name));
        w.plain("lines", Some(input.lines));
        w.plain("bytes", Some(input.bytes));
        w.text("codec", input.compressed.map(|(codec, _)| codec));
        w.plain("compressed_bytes", input.compressed.map(|(_, bytes)| bytes));
        w.time("first_time", input.span.map(|(first, _)| first));
        w.time("last_time", input.span.map(|(_, last)| last));
        w.list("bad", &input.bad, bad);
        w.texts("faults", &input.faults);
    });
}

fn bad(w: &mut Writer, bad: &BadLines) {
    w.object(|w| {
        w.text("reason", Some(&bad.reason));
        w.plain("lines", Some(bad.lines));
        let first = bad.first.as_ref();
        w.text("first_input", first.map(|place| place.input.as_str()));
        w.plain("first_line", first.map(|place| place.line));
        w.plain("from_byte", first.map(|place| place.from));
    });
}

fn asserted(w: &mut Writer, asserted: &Asserted) {
    let (verdict, failed) = match &asserted.verdict {
        Verdict::Held => ("held", None),
        Verdict::Failed(failed) => ("failed", Some(failed)),
        Verdict::Open => ("open", None),
    };
    w.object(|w| {
        w.text("condition", Some(&asserted.condition));
        w.text("verdict", Some(verdict));
        w.text("message", failed.map(|failed| failed.message.as_str()));
        let place = failed.and_then(|failed| failed.place.as_ref());
        w.text("input", place.map(|(file, _)| file.as_str()));
        w.plain("line", place.and_then(|(_, line)| line.parse::<u64>().ok()));
        w.text("record", failed.map(|failed| failed.record.as_str()));
    });
}
