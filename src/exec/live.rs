//! A live table: what would come out now, shown on a terminal while the run goes on.
//!
//! A thread of its own takes copies of the states, lets them go through the rest of the chain as they do at the end
//! ([`super::last`]), and draws what comes out over what it drew before. So the table is what ^C would print,
//! whatever the pipeline, and no second engine knows how. A worker waits only while its own state is copied. Nothing
//! is copied where nothing has come, more often than 20 times a second, or for more than a tenth of the time.
//!
//! The cursor rests at the table's first line. So a terminal that is made narrower, and wraps what stands there anew,
//! moves no line that the next draw counts on, and what others print scrolls away above the table. A screen of
//! its own, as pagers have, was rejected: it would hide what was there before and be gone at the end.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::commit::Committer;
use super::last::Last;
use super::rendering::Rendering;
use super::sink::Sink;
use super::terminal::visible;
use super::{Format, Shared, lock};
use crate::base::Exit;

/// Nothing is drawn before: a run that is over by then prints its result and nothing else.
const FIRST: Duration = Duration::from_millis(200);
/// The least time from one draw to the next.
const OFTEN: Duration = Duration::from_millis(50);
/// A draw is followed by so many times its own time without one.
const REST: u32 = 9;
/// How often the size of the terminal is looked at while nothing comes.
const LOOK: Duration = Duration::from_millis(250);
/// The share of the memory that the copies may take.
const SHARE: usize = 4;
/// The most bytes that are looked at for one draw.
const MOST: usize = 1 << 20;

const TOO_MUCH: &[u8] = b"flitch: there is too much to show while it grows; it is printed at the end\n";
const AT_END: &[u8] = b"flitch: this is printed at the end\n";

/// What is shown of a run while it goes on.
pub struct Live {
    news: Mutex<News>,
    told: Condvar,
    screen: Mutex<Screen>,
}

#[derive(Default)]
struct News {
    /// Something has come since the last look.
    is_new: bool,
    ended: bool,
}

/// Rows and columns of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    rows: usize,
    columns: usize,
}

/// Ends the showing when it is dropped.
pub(super) struct Ends(Arc<Live>);

impl Drop for Ends {
    fn drop(&mut self) {
        lock(&self.0.news).ended = true;
        self.0.told.notify_all();
    }
}

impl Live {
    /// Shows it on this terminal.
    pub fn new(terminal: File) -> Arc<Live> {
        let screen = Screen { to: terminal, lines: 0, shown: None };
        Arc::new(Live { news: Mutex::default(), told: Condvar::new(), screen: Mutex::new(screen) })
    }

    /// Prints something else on the terminal, above the table.
    pub fn aside(&self, print: impl FnOnce()) {
        let mut screen = lock(&self.screen);
        let shown = screen.shown.take();
        screen.erase();
        print();
        if let Some((text, size)) = shown {
            screen.draw(text, size);
        }
    }

    /// A block has been committed.
    pub(super) fn touch(&self) {
        let mut news = lock(&self.news);
        if !news.is_new {
            news.is_new = true;
            self.told.notify_all();
        }
    }

    pub(super) fn ends(self: &Arc<Live>) -> Ends {
        Ends(self.clone())
    }

    /// A format as the terminal's width asks for it now.
    pub(super) fn fitted(&self, format: &Format) -> Format {
        fitted(format, lock(&self.screen).size())
    }

    /// Shows what would come out, until the run has ended; then it is gone from the screen.
    pub(super) fn watch(&self, shared: &Shared<'_>, format: &Format) {
        let mut next = Instant::now() + FIRST;
        let mut grows = true;
        while self.wait(next, grows) {
            let began = Instant::now();
            let size = lock(&self.screen).size();
            let text = self.look(shared, &fitted(format, size), size.rows).unwrap_or_else(|why| {
                // What is too large does not get small again, and what cannot be copied never can.
                grows = false;
                why.to_vec()
            });
            if lock(&self.news).ended {
                break;
            }
            lock(&self.screen).draw(text, size);
            next = (began + OFTEN).max(Instant::now() + began.elapsed() * REST);
        }
        lock(&self.screen).erase();
    }

    /// Waits until there is something to draw, but not before `next`; false when the run has ended.
    fn wait(&self, next: Instant, grows: bool) -> bool {
        let mut news = lock(&self.news);
        while !news.ended {
            let rest = next.saturating_duration_since(Instant::now());
            let wants = grows && (news.is_new || lock(&self.screen).is_resized());
            if wants && rest.is_zero() {
                news.is_new = false;
                break;
            }
            let most = if wants || !rest.is_zero() { rest } else { LOOK };
            news = self.told.wait_timeout(news, most).unwrap_or_else(PoisonError::into_inner).0;
        }
        !news.ended
    }

    /// What would come out now, as far as it fits these rows; else what there is to say.
    fn look(&self, shared: &Shared<'_>, format: &Format, rows: usize) -> Result<Vec<u8>, &'static [u8]> {
        let memory = shared.memory / SHARE;
        let held = lock(&shared.states).clone();
        let weight = held.iter().map(|held| lock(held).state.weight()).sum::<usize>() + shared.stations.weight();
        if weight > memory {
            return Err(TOO_MUCH);
        }
        let mut cx = shared.cx.like();
        // It leaves nothing behind: neither files nor what would have gone to one.
        (cx.disk, cx.files) = (None, None);
        let stations = shared.stations.copy().ok_or(AT_END)?;
        let mut states = Vec::new();
        for held in held {
            let held = lock(&held);
            let mut copy = held.copy().ok_or(if held.state.has_spilled() { TOO_MUCH } else { AT_END })?;
            drop(held);
            copy.seal(&mut cx);
            states.push(copy.state);
        }
        let page = Page { text: Arc::default(), lines: rows };
        let text = page.text.clone();
        let sink = Sink::new(String::new(), Box::new(page), None, matches!(format, Format::Lines(_)));
        let sink = sink.map_err(|_| AT_END)?;
        let mut committer = self.committer(shared, &Rendering::new(shared.plan, format), sink, memory)?;
        let last =
            Last { fold: shared.fold.as_deref(), stations: &stations, threads: 1, memory: shared.memory, blocks: 0 };
        last.give(states, &mut committer, &mut cx);
        committer.end(&mut cx, None);
        if committer.fault.is_some_and(|fault| fault.exit == Exit::Limit) {
            return Err(TOO_MUCH);
        }
        Ok(std::mem::take(&mut *lock(&text)))
    }

    /// A copy of the ordered side, as soon as nobody is at work there.
    fn committer<'f>(
        &self,
        shared: &Shared<'_>,
        rendering: &Rendering<'f>,
        sink: Sink,
        memory: usize,
    ) -> Result<Committer<'f>, &'static [u8]> {
        let mut ring = lock(&shared.ring);
        loop {
            if let Some(committer) = ring.committer() {
                return match committer.chain.weight() > memory {
                    true => Err(TOO_MUCH),
                    false => committer.copy(rendering, sink).ok_or(AT_END),
                };
            }
            ring = shared.moved.wait_timeout(ring, OFTEN).unwrap_or_else(PoisonError::into_inner).0;
            if lock(&self.news).ended {
                return Err(AT_END);
            }
        }
    }
}

/// A format for a terminal of this size.
fn fitted(format: &Format, size: Size) -> Format {
    match format.clone() {
        Format::Records(def, options) => {
            let width = options.width.map(|_| size.columns);
            Format::Records(def, crate::def::RenderOptions { width, ..options })
        }
        lines => lines,
    }
}

/// Takes the first lines of an output; there is no reader for more.
struct Page {
    text: Arc<Mutex<Vec<u8>>>,
    lines: usize,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = lock(&self.text);
        if self.lines == 0 || text.len() > MOST {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let end = memchr::memchr_iter(b'\n', bytes).nth(self.lines - 1).map_or(bytes.len(), |at| at + 1);
        self.lines -= memchr::memchr_iter(b'\n', &bytes[..end]).count();
        text.extend_from_slice(&bytes[..end]);
        Ok(end)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal, as far as it is known.
struct Screen {
    to: File,
    /// The lines that stand on it, from the cursor on.
    lines: usize,
    shown: Option<(Vec<u8>, Size)>,
}

impl Screen {
    fn size(&self) -> Size {
        let size = rustix::termios::tcgetwinsize(&self.to).map_or((0, 0), |size| (size.ws_row, size.ws_col));
        let or = |n: u16, default: usize| if n == 0 { default } else { usize::from(n) };
        Size { rows: or(size.0, 24), columns: or(size.1, 80) }
    }

    fn is_resized(&self) -> bool {
        self.shown.as_ref().is_some_and(|(_, size)| *size != self.size())
    }

    /// Draws text over what was drawn before, if it is not the same.
    fn draw(&mut self, text: Vec<u8>, size: Size) {
        let is_same = self.shown.as_ref().is_some_and(|shown| shown.0 == text && shown.1 == size);
        if is_same {
            return;
        }
        let is_wrapped = self.shown.as_ref().is_some_and(|shown| shown.1 != size);
        let (frame, lines) = frame(&text, size, if is_wrapped { usize::MAX } else { self.lines });
        self.put(&frame);
        (self.lines, self.shown) = (lines, Some((text, size)));
    }

    fn erase(&mut self) {
        if self.lines > 0 {
            self.put(b"\r\x1b[J");
        }
        (self.lines, self.shown) = (0, None);
    }

    fn put(&mut self, bytes: &[u8]) {
        // A terminal that is gone ends the run by its signal, or when the result is printed.
        let _ = self.to.write_all(bytes);
    }
}

/// What draws text over `before` lines, and the lines that stand there then.
fn frame(text: &[u8], size: Size, before: usize) -> (Vec<u8>, usize) {
    let mut plain = Vec::with_capacity(text.len());
    visible(text, &mut plain);
    let mut lines: Vec<&[u8]> = plain.split(|byte| *byte == b'\n').collect();
    lines.pop_if(|last| last.is_empty());
    // A line after the last one of the screen would scroll the first one away.
    let room = size.rows.saturating_sub(1).max(1);
    if lines.len() > room {
        lines.truncate(room - 1);
        lines.push("…".as_bytes());
    }
    // The cursor is not seen on its way, and what is too wide ends where the terminal does.
    let mut out = b"\x1b[?25l\x1b[?7l\r".to_vec();
    if lines.len() < before {
        out.extend_from_slice(b"\x1b[J");
    }
    for (nth, line) in lines.iter().enumerate() {
        out.extend_from_slice(if nth > 0 { b"\r\n\x1b[2K" } else { b"\x1b[2K" });
        out.extend_from_slice(first(line.strip_suffix(b"\r").unwrap_or(line), size.columns));
    }
    if lines.len() > 1 {
        out.extend_from_slice(format!("\x1b[{}A", lines.len() - 1).as_bytes());
    }
    out.extend_from_slice(b"\r\x1b[?7h\x1b[?25h");
    (out, lines.len())
}

/// The first characters of a line.
fn first(line: &[u8], most: usize) -> &[u8] {
    let starts = |byte: &u8| *byte & 0xc0 != 0x80;
    let end = line.iter().enumerate().filter(|(_, byte)| starts(byte)).nth(most);
    &line[..end.map_or(line.len(), |(end, _)| end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { rows: 4, columns: 6 };

    fn drawn(text: &str, before: usize) -> String {
        let (frame, _) = frame(text.as_bytes(), SIZE, before);
        let frame = String::from_utf8(frame).unwrap();
        let frame = frame.strip_prefix("\x1b[?25l\x1b[?7l\r").unwrap();
        frame.strip_suffix("\r\x1b[?7h\x1b[?25h").unwrap().to_string()
    }

    #[test]
    fn a_frame_fits_the_terminal_and_ends_where_it_began() {
        assert_eq!(drawn("one\n", 0), "\x1b[2Kone");
        assert_eq!(drawn("one\r\ntwo\n", 2), "\x1b[2Kone\r\n\x1b[2Ktwo\x1b[1A");
        assert_eq!(drawn("größer als\n", 1), "\x1b[2Kgrößer");
        // Three lines of four, so that nothing scrolls.
        assert_eq!(drawn("1\n2\n3\n4\n", 0), "\x1b[2K1\r\n\x1b[2K2\r\n\x1b[2K…\x1b[2A");
        assert_eq!(drawn("1\n2\n3", 0), "\x1b[2K1\r\n\x1b[2K2\r\n\x1b[2K3\x1b[2A");
        // Fewer lines than before: the others go.
        assert_eq!(drawn("1\n", 2), "\x1b[J\x1b[2K1");
        assert_eq!(drawn("", 1), "\x1b[J");
        assert_eq!(drawn("\x1b[31m\n", 0), "\x1b[2K^[[31m");
    }

    #[test]
    fn a_page_takes_whole_lines_and_then_no_more() {
        let mut page = Page { text: Arc::default(), lines: 3 };
        page.write_all(b"1\n2").unwrap();
        assert!(page.write_all(b"\n3\n4\n").is_err());
        assert_eq!(*lock(&page.text), b"1\n2\n3\n");
        let mut page = Page { text: Arc::default(), lines: 3 };
        assert!(page.write_all(&[b'x'; MOST + 1]).is_ok() && page.write_all(b"x").is_err());
    }

    #[test]
    fn nothing_is_drawn_where_nothing_changed() {
        let file = tempfile::tempfile().unwrap();
        let mut screen = Screen { to: file, lines: 0, shown: None };
        let len = |screen: &Screen| screen.to.metadata().unwrap().len();
        screen.draw(b"a\n".to_vec(), SIZE);
        let once = len(&screen);
        screen.draw(b"a\n".to_vec(), SIZE);
        assert!(once > 0 && len(&screen) == once);
        screen.draw(b"b\n".to_vec(), SIZE);
        assert_eq!(len(&screen), 2 * once);
        screen.erase();
        screen.erase();
        assert_eq!(len(&screen), 2 * once + 4);
    }
}
