//! A terminal, as far as the binary can tell: a pseudo-terminal whose other end is in the test's hands.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::feed;

/// A run some of whose streams are a terminal.
pub struct OnTerminal {
    pub child: Child,
    controller: File,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

/// The streams that are the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Streams {
    Stdout,
    Stderr,
    Both,
}

impl OnTerminal {
    /// Starts a command; a stream that is not the terminal is a pipe.
    pub fn start(mut command: Command, streams: Streams) -> OnTerminal {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
        grantpt(&controller).expect("it is this user's");
        unlockpt(&controller).expect("it can be opened");
        let name = ptsname(&controller, Vec::new()).expect("it has a name");
        let terminal = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().expect("names of terminals are plain"))
            .expect("it can be opened");
        let size = Winsize { ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal, size).expect("it has a size");
        let is = |one| streams == one || streams == Streams::Both;
        let stream = |on: bool| match on {
            true => Stdio::from(terminal.try_clone().expect("it can be shared")),
            false => Stdio::piped(),
        };
        command.stdout(stream(is(Streams::Stdout))).stderr(stream(is(Streams::Stderr)));
        command.env("TERM", "xterm").env_remove("CI");
        let child = command.spawn().expect("flitch runs");
        // What the command holds of the terminal goes with it, and this end must see that.
        drop((command, terminal));
        let screen = Arc::new(Mutex::new(Vec::new()));
        let to = screen.clone();
        let mut from = File::from(controller);
        let controller = from.try_clone().expect("it can be shared");
        let reader = std::thread::spawn(move || {
            let mut piece = [0; 4096];
            // An error is how Linux says that nobody is left at the other end.
            while let Ok(n @ 1..) = from.read(&mut piece) {
                to.lock().expect("no reader panics").extend_from_slice(&piece[..n]);
            }
        });
        OnTerminal { child, controller, screen, reader }
    }

    /// Gives the terminal another size.
    pub fn resize(&self, rows: u16, columns: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.controller, size).expect("it can have another size");
    }

    /// What has been printed until now.
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().expect("no reader panics")).into_owned()
    }

    /// Waits until the text has been printed.
    pub fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.seen().contains(text) {
            assert!(start.elapsed() < feed::PATIENCE, "no {text:?} came: {:?}", self.seen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for the end; gives all that was printed, and the exit code.
    pub fn end(mut self) -> (String, i32) {
        drop(self.child.stdin.take());
        let status = feed::wait(&mut self.child, feed::PATIENCE).expect("flitch ends");
        self.reader.join().expect("a reader does not panic");
        let seen = String::from_utf8_lossy(&self.screen.lock().expect("no reader panics")).into_owned();
        (seen, feed::code(status))
    }
}
