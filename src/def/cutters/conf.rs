//! Format strings out of servers' configuration files.
//!
//! Each reader knows of its server's syntax just what is needed to find the directive: how
//! comments begin, how words are quoted, where a directive ends. A format that is commented out
//! is not there. With several formats the one that was asked for is taken, and without a name
//! the error lists them.

/// The `log_format` of an nginx configuration, as [`super::nginx::parse`] reads it.
pub fn nginx(text: &str, name: Option<&str>) -> Result<String, String> {
    let mut found = Vec::new();
    for directive in directives(text) {
        let [first, own, rest @ ..] = &directive[..] else { continue };
        if first.text != "log_format" || rest.is_empty() {
            continue;
        }
        let (escape, parts) = match rest {
            [escape, parts @ ..] if !escape.quoted && escape.text.starts_with("escape=") => {
                (format!("{} ", escape.text), parts)
            }
            parts => (String::new(), parts),
        };
        let format: String = parts.iter().map(|part| part.text.as_str()).collect();
        found.push((own.text.clone(), escape + &format));
    }
    choose(found, name, "log_format")
}

/// The `LogFormat` of an Apache configuration, as [`super::apache::parse`] reads it.
pub fn apache(text: &str, name: Option<&str>) -> Result<String, String> {
    let mut found = Vec::new();
    for line in joined(text) {
        let line = line.trim_start();
        let Some(rest) = strip_word(line, "LogFormat") else { continue };
        let Some((format, rest)) = quoted_word(rest) else { continue };
        let own = quoted_word(rest).map_or(String::new(), |(own, _)| own);
        found.push((own, format));
    }
    choose(found, name, "LogFormat")
}

/// The `log_line_prefix` of a postgresql.conf; the last one counts, as there.
pub fn postgres(text: &str) -> Result<String, String> {
    let value = |line: &str| {
        let rest = strip_word(line.trim_start(), "log_line_prefix")?.trim_start();
        let rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
        let mut chars = rest.strip_prefix('\'')?.chars().peekable();
        let mut out = String::new();
        while let Some(c) = chars.next() {
            match c {
                '\'' => match chars.next_if_eq(&'\'') {
                    Some(quote) => out.push(quote),
                    None => return Some(out),
                },
                '\\' => out.extend(chars.next().map(|c| if c == 't' { '\t' } else { c })),
                c => out.push(c),
            }
        }
        None
    };
    let found = text.lines().filter_map(value).next_back();
    found.ok_or_else(|| "there is no `log_line_prefix = '...'` in it".to_string())
}

/// The `log-format` of a haproxy.cfg, named by the section that it stands in (`frontend www`), by
/// the last word of that, or by `defaults`.
pub fn haproxy(text: &str, name: Option<&str>) -> Result<String, String> {
    const SECTIONS: [&str; 8] =
        ["global", "defaults", "frontend", "backend", "listen", "peers", "userlist", "resolvers"];
    let mut section = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        let first = line.split_whitespace().next().unwrap_or_default();
        if SECTIONS.contains(&first) {
            let words: Vec<&str> = line.split_whitespace().take(2).take_while(|word| !word.starts_with('#')).collect();
            section = words.join(" ");
        }
        let Some(rest) = strip_word(line, "log-format") else { continue };
        found.push((section.clone(), haproxy_words(rest.trim_start())));
    }
    let by_last = |wanted: &&str| found.iter().find(|(own, _)| own.split(' ').next_back() == Some(*wanted));
    let name = name.map(|name| by_last(&name).map_or(name.to_string(), |(own, _)| own.clone()));
    choose(found, name.as_deref(), "log-format")
}

/// Takes the format of that name, or the only one.
fn choose(found: Vec<(String, String)>, name: Option<&str>, directive: &str) -> Result<String, String> {
    let names = || found.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, &found[..]) {
        (_, []) => Err(format!("there is no `{directive}` in it")),
        (None, [(_, only)]) => Ok(only.clone()),
        (None, _) => Err(format!("there are several `{directive}` in it: name one of {} after a `#`", names())),
        // What is said last counts.
        (Some(name), _) => match found.iter().rfind(|(own, _)| own == name) {
            Some((_, format)) => Ok(format.clone()),
            None => Err(format!("there is no `{directive}` of the name `{name}` in it, but {}", names())),
        },
    }
}

/// What stands after a word that is followed by a blank or something else that is no letter.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.get(word.len()..)?;
    let is_word = text[..word.len()].eq_ignore_ascii_case(word);
    (is_word && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')).then_some(rest)
}

/// A word of a configuration.
struct Word {
    text: String,
    quoted: bool,
}

/// The directives of an nginx configuration: words up to `;`, `{` or `}`.
fn directives(text: &str) -> Vec<Vec<Word>> {
    let mut all = Vec::new();
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '#' => while chars.next_if(|c| *c != '\n').is_some() {},
            ';' | '{' | '}' => all.push(std::mem::take(&mut words)),
            c if c.is_whitespace() => {}
            quote @ ('\'' | '"') => {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next() {
                            Some(c @ ('\'' | '"' | '\\')) => text.push(c),
                            Some('n') => text.push('\n'),
                            Some('t') => text.push('\t'),
                            Some('r') => text.push('\r'),
                            Some(c) => text.extend(['\\', c]),
                            None => text.push('\\'),
                        },
                        c if c == quote => break,
                        c => text.push(c),
                    }
                }
                words.push(Word { text, quoted: true });
            }
            c => {
                let mut text = String::from(c);
                // A brace belongs to a word only as part of `${name}`.
                while let Some(c) = chars.next_if(|c| !c.is_whitespace() && *c != ';' && !matches!(c, '\'' | '"')) {
                    text.push(c);
                }
                words.push(Word { text, quoted: false });
            }
        }
    }
    all.push(words);
    all
}

/// The lines of an Apache configuration: a backslash at the end goes on with the next line.
/// Comments are left out.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let (part, more) = match line.strip_suffix('\\') {
            Some(part) => (part, true),
            None => (line, false),
        };
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => last.push_str(part),
            None => lines.push(part.to_string()),
        }
        goes_on = more;
    }
    lines.retain(|line| !line.trim_start().starts_with('#'));
    lines
}

/// The first word of an Apache directive's arguments, and what follows. In quotes a backslash
/// takes a quote or a backslash after it.
fn quoted_word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_string(), &text[end..]));
    };
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next_if(|(_, c)| *c == quote || *c == '\\') {
                Some((_, c)) => out.push(c),
                None => out.push('\\'),
            },
            c if c == quote => return Some((out, &text[at + 1..])),
            c => out.push(c),
        }
    }
    None
}

/// The value of a `log-format`: quoted words and words with `\ ` in them, up to a comment.
fn haproxy_words(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) => out.extend(chars.next()),
            (c @ ('"' | '\''), None) => quote = Some(c),
            ('#', None) => break,
            (c, None) if c.is_whitespace() && chars.as_str().trim_start().starts_with('#') => break,
            (c, _) => out.push(c),
        }
    }
    out.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NGINX: &str = r#"
http {
    # log_format main '$old';
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" ' # a note
                      '$status "it\'s"';
    log_format json escape=json '{"s":$status}';
    map $x $y { default "log_format no 'z';"; }
    access_log /var/log/nginx/access.log main;
}"#;

    #[test]
    fn log_formats_of_nginx() {
        assert_eq!(
            nginx(NGINX, Some("main")).unwrap(),
            "$remote_addr - $remote_user [$time_local] \"$request\" $status \"it's\""
        );
        assert_eq!(nginx(NGINX, Some("json")).unwrap(), "escape=json {\"s\":$status}");
        assert!(nginx(NGINX, None).unwrap_err().contains("`main`, `json`"));
        assert!(nginx(NGINX, Some("x")).unwrap_err().contains("of the name `x` in it, but `main`"));
        assert_eq!(nginx("log_format a $x-$y;", None).unwrap(), "$x-$y");
        assert_eq!(nginx("# log_format a $x;", None).unwrap_err(), "there is no `log_format` in it");
    }

    #[test]
    fn log_formats_of_apache() {
        let text = "LogFormat \"%h \\\"%r\\\" \\\n %>s\" common\n#LogFormat \"%x\" no\n  logformat \"%{Referer}i -> %U\" referer\n";
        assert_eq!(apache(text, Some("common")).unwrap(), "%h \"%r\"  %>s");
        assert_eq!(apache(text, Some("referer")).unwrap(), "%{Referer}i -> %U");
        assert!(apache(text, Some("no")).is_err() && apache(text, None).is_err());
    }

    #[test]
    fn the_prefix_of_postgres() {
        let text = "#log_line_prefix = '%t '\nlog_line_prefix = '%m [%p] it''s %q%u@%d '\t# special\n";
        assert_eq!(postgres(text).unwrap(), "%m [%p] it's %q%u@%d ");
        assert!(postgres("log_line_prefix_x = 'a'").is_err());
    }

    #[test]
    fn log_formats_of_haproxy() {
        let text = "global\n  log x\ndefaults\n  # log-format no\n  log-format \"%ci:%cp %{+Q}r\" # c\nfrontend www\n  log-format %ci\\ [%t]\\ \\\"%r\\\" # x\n";
        assert_eq!(haproxy(text, Some("defaults")).unwrap(), "%ci:%cp %{+Q}r");
        assert_eq!(haproxy(text, Some("www")).unwrap(), "%ci [%t] \"%r\"");
        assert!(haproxy(text, None).unwrap_err().contains("`frontend www`"));
    }

    #[test]
    fn torn_files_end() {
        for at in 0..NGINX.len() {
            let torn = &NGINX[..at];
            let _ = (nginx(torn, None), apache(torn, None), postgres(torn), haproxy(torn, None));
        }
        for text in ["log_format a '\\", "LogFormat \"\\", "log_line_prefix = '\\", "log-format \"\\"] {
            let _ = (nginx(text, None), apache(text, None), postgres(text), haproxy(text, None));
        }
    }
}
