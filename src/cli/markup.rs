//! The markup of the docs, and its two printers: plain text and roff.
//!
//! Five constructs are enough for every page: paragraphs, `code`, lists, blocks kept
//! as they are (indented, or fenced with three backticks), and `[name]` cross
//! references; pages have `# titles` besides. Writing roff and guessing the text back
//! from it was rejected, and so was a Markdown library: what the docs may use should
//! be small enough to be checked by a test.

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A title and its depth, from 1.
    Title(usize, String),
    /// Running text, its lines joined.
    Para(String),
    /// One item of a list, its lines joined.
    Item(String),
    /// Lines kept as they are, without their indentation or their fence.
    Verbatim(Vec<String>),
}

/// A piece of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// The inside of a pair of backticks.
    Code(&'a str),
    /// The name in `[name]`.
    Ref(&'a str),
}

/// Splits a page into blocks.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut lines = page.lines().peekable();
    let mut joining = false;
    while let Some(line) = lines.next() {
        let rest = line.trim();
        if rest.is_empty() {
            joining = false;
            continue;
        }
        if rest.starts_with("```") {
            let inside = lines.by_ref().take_while(|l| l.trim() != "```").map(str::to_string).collect();
            out.push(Block::Verbatim(inside));
            joining = false;
            continue;
        }
        // An indented line that continues a paragraph or an item belongs to it.
        if !joining && let Some(kept) = line.strip_prefix("    ") {
            let mut inside = vec![kept.to_string()];
            while let Some(next) = lines.next_if(|l| l.starts_with("    ") || l.trim().is_empty()) {
                inside.push(next.strip_prefix("    ").unwrap_or_default().to_string());
            }
            while inside.last().is_some_and(|l| l.trim().is_empty()) {
                inside.pop();
            }
            out.push(Block::Verbatim(inside));
            continue;
        }
        if rest.starts_with('#') {
            let title = rest.trim_start_matches('#');
            out.push(Block::Title(rest.len() - title.len(), title.trim().to_string()));
            joining = false;
            continue;
        }
        if let Some(item) = rest.strip_prefix("- ") {
            out.push(Block::Item(item.to_string()));
            joining = true;
            continue;
        }
        match out.last_mut() {
            Some(Block::Para(text) | Block::Item(text)) if joining => {
                text.push(' ');
                text.push_str(rest);
            }
            _ => out.push(Block::Para(rest.to_string())),
        }
        joining = true;
    }
    out
}

/// Splits running text into pieces. An unpaired backtick or bracket is text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let found = match bytes[at] {
            b'`' => text[at + 1..].split_once('`').map(|(code, _)| (Piece::Code(code), code.len() + 2)),
            b'[' => {
                let name = text[at + 1..].split_once(']').map(|(name, _)| name).filter(|name| is_name(name));
                name.map(|name| (Piece::Ref(name), name.len() + 2))
            }
            _ => None,
        };
        let Some((piece, len)) = found else {
            at += 1;
            continue;
        };
        if plain < at {
            out.push(Piece::Text(&text[plain..at]));
        }
        out.push(piece);
        at += len;
        plain = at;
    }
    if plain < text.len() {
        out.push(Piece::Text(&text[plain..]));
    }
    out
}

/// Whether a cross reference could mean this: a word, perhaps with `-` in it.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// The names that a page refers to, in the order written.
pub fn refs(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks(page) {
        if let Block::Para(text) | Block::Item(text) = block {
            out.extend(pieces(&text).into_iter().filter_map(|piece| match piece {
                Piece::Ref(name) => Some(name.to_string()),
                Piece::Text(_) | Piece::Code(_) => None,
            }));
        }
    }
    out
}

/// Renders a page as text of at most `width` columns, blocks kept as they are excepted.
/// Ends in a newline unless the page is empty.
pub fn text(page: &str, width: usize) -> String {
    let mut out = String::new();
    let mut after_item = false;
    for block in blocks(page) {
        let item = matches!(block, Block::Item(_));
        let close = item && after_item;
        if !out.is_empty() && !close {
            out.push('\n');
        }
        after_item = item;
        match block {
            Block::Title(_, title) => {
                out.push_str(&plain(&title).to_uppercase());
                out.push('\n');
            }
            Block::Para(text) => wrap(&plain(&text), "", "", width, &mut out),
            Block::Item(text) => wrap(&plain(&text), "- ", "  ", width, &mut out),
            Block::Verbatim(lines) => {
                for line in lines {
                    out.push_str(if line.is_empty() { "" } else { "    " });
                    out.push_str(&line);
                    out.push('\n');
                }
            }
        }
    }
    out
}

/// Running text as it is read on a terminal: code keeps its backticks, and a reference
/// looks like code, since it is what one types after `flitch help`.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Code(name) | Piece::Ref(name) => {
                out.push('`');
                out.push_str(name);
                out.push('`');
            }
        }
    }
    out
}

/// Wraps words to `width` columns. Code is broken at its spaces like other text: kept
/// whole, long examples would leave ragged lines.
fn wrap(text: &str, first: &str, other: &str, width: usize, out: &mut String) {
    let mut column = first.chars().count();
    out.push_str(first);
    let mut fresh = true;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if !fresh && column + 1 + len > width {
            out.push('\n');
            out.push_str(other);
            column = other.chars().count();
            fresh = true;
        }
        if !fresh {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += len;
        fresh = false;
    }
    out.push('\n');
}

/// Renders a page as roff for the `man` macros. Titles become subsections.
pub fn roff(page: &str) -> String {
    let mut out = String::new();
    for block in blocks(page) {
        match block {
            Block::Title(_, title) => out.push_str(&format!(".SS {}\n", quote(&title))),
            Block::Para(text) => out.push_str(&format!(".PP\n{}\n", roff_pieces(&text))),
            Block::Item(text) => out.push_str(&format!(".IP \\(bu 2\n{}\n", roff_pieces(&text))),
            Block::Verbatim(lines) => out.push_str(&roff_verbatim(lines.iter().map(String::as_str))),
        }
    }
    out
}

/// Lines kept as they are, indented, as roff.
pub fn roff_verbatim<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from(".PP\n.RS 4\n.nf\n");
    for line in lines {
        out.push_str(&roff_line(line));
        out.push('\n');
    }
    out.push_str(".fi\n.RE\n");
    out
}

/// A macro's argument.
fn quote(text: &str) -> String {
    format!("\"{}\"", roff_escape(text).replace('"', "\\(dq"))
}

fn roff_pieces(text: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&roff_escape(text)),
            Piece::Code(code) => out.push_str(&format!("\\fB{}\\fR", roff_escape(code))),
            Piece::Ref(name) => out.push_str(&format!("\\fI{}\\fR", roff_escape(name))),
        }
    }
    guard(out)
}

/// One line of text as one line of roff.
pub fn roff_line(line: &str) -> String {
    guard(roff_escape(line))
}

/// Keeps a line from being read as a macro.
fn guard(line: String) -> String {
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

/// Escapes what roff reads as commands, and keeps quotes and hyphens as typed: they are
/// code more often than prose, and someone will paste them into a shell.
fn roff_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '`' => out.push_str("\\(ga"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_splits_into_blocks() {
        let page =
            "One\nline.\n\n- a [sort]\n  b\n- c\n\n    kept  as is\n\n    so\n\n# Title\n```console\n$ x\n```\nEnd.";
        assert_eq!(
            blocks(page),
            vec![
                Block::Para("One line.".into()),
                Block::Item("a [sort] b".into()),
                Block::Item("c".into()),
                Block::Verbatim(vec!["kept  as is".into(), "".into(), "so".into()]),
                Block::Title(1, "Title".into()),
                Block::Verbatim(vec!["$ x".into()]),
                Block::Para("End.".into()),
            ]
        );
        assert_eq!(refs(page), ["sort"]);
    }

    #[test]
    fn brackets_in_code_or_around_no_name_are_no_references() {
        assert!(refs("`head N [by k]` and x[0] and [a b] and an open [one and a ` alone.").is_empty());
        assert_eq!(pieces("a `b[c]` [d]"), [Piece::Text("a "), Piece::Code("b[c]"), Piece::Text(" "), Piece::Ref("d")]);
    }

    #[test]
    fn text_wraps_at_the_width_and_keeps_blocks() {
        assert_eq!(text("aaa bbb ccc\n\n- ddd eee fff", 7), "aaa bbb\nccc\n\n- ddd\n  eee\n  fff\n");
        assert_eq!(text("    a   b   c   d", 3), "    a   b   c   d\n");
        assert_eq!(text("", 80), "");
    }

    #[test]
    fn roff_escapes_commands() {
        assert_eq!(roff(".so `a-\\d`"), ".PP\n\\&.so \\fBa\\-\\ed\\fR\n");
        assert_eq!(roff_line("'x'"), "\\(aqx\\(aq");
    }
}
