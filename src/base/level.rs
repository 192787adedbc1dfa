//! Severities: one scale for the many vocabularies of log levels.

/// The names that a pipeline may write, from the mildest.
pub const NAMES: [(&str, u8); 7] =
    [("trace", 10), ("debug", 20), ("info", 30), ("notice", 35), ("warn", 40), ("error", 50), ("fatal", 60)];

/// The severity that a pipeline's word means: exactly one of [`NAMES`], in any case.
pub fn word(name: &str) -> Option<u8> {
    NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|&(_, rank)| rank)
}

/// The severity that a log's spelling means: words and their abbreviations in any case,
/// glog's letters, syslog's 0 to 7 and bunyan's tens.
pub fn parse(text: &[u8]) -> Option<u8> {
    if text.len() > 13 {
        return None;
    }
    let mut lower = [0u8; 13];
    let lower = &mut lower[..text.len()];
    lower.copy_from_slice(text);
    lower.make_ascii_lowercase();
    let rank = match &*lower {
        b"trace" | b"trc" | b"verbose" | b"finest" | b"finer" | b"10" | b"t" | b"v" => 10,
        b"debug" | b"dbg" | b"fine" | b"config" | b"20" | b"7" | b"d" => 20,
        b"info" | b"inf" | b"information" | b"informational" | b"default" | b"log" | b"30" | b"6" | b"i" => 30,
        b"notice" | b"note" | b"5" | b"n" => 35,
        b"warn" | b"warning" | b"wrn" | b"40" | b"4" | b"w" => 40,
        b"error" | b"err" | b"severe" | b"50" | b"3" | b"e" => 50,
        b"fatal" | b"ftl" | b"critical" | b"crit" | b"panic" | b"alert" | b"emerg" | b"emergency" | b"60" | b"2"
        | b"1" | b"0" | b"f" | b"c" => 60,
        _ => return None,
    };
    Some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabularies_meet() {
        for spelling in ["ERROR", "err", "Error", "50", "3", "E"] {
            assert_eq!(parse(spelling.as_bytes()), word("error"), "{spelling}");
        }
        assert_eq!(parse(b"nonsense"), None);
        assert!(word("warn") < word("error"));
    }
}
