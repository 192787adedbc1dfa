//! Severities: one scale for the many vocabularies of log levels.
//!
//! There are seven steps, and a vocabulary that has more shares them out in its own order, so
//! that no comparison ever turns two of its levels round. A finer scale was rejected: nobody
//! could say whether Java's CONFIG is above nginx's notice.

/// The names that a pipeline may write, from the mildest.
pub const NAMES: [(&str, u8); 7] =
    [("trace", 10), ("debug", 20), ("info", 30), ("notice", 35), ("warn", 40), ("error", 50), ("fatal", 60)];

/// The severity that a pipeline's word means: exactly one of [`NAMES`], in any case.
pub fn word(name: &str) -> Option<u8> {
    NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|&(_, rank)| rank)
}

/// The severity that a log's spelling means: words and their abbreviations in any case,
/// glog's letters, syslog's 0 to 7 and bunyan's tens; in brackets, with blanks or with a colon
/// after it, as lines have it.
pub fn parse(text: &[u8]) -> Option<u8> {
    let text = bare(text);
    if text.len() > 13 {
        return None;
    }
    let mut lower = [0u8; 13];
    let lower = &mut lower[..text.len()];
    lower.copy_from_slice(text);
    lower.make_ascii_lowercase();
    let rank = match &*lower {
        b"trace" | b"trc" | b"trce" | b"verbose" | b"vrb" | b"finest" | b"finer" | b"silly" | b"default" | b"10"
        | b"t" | b"v" => 10,
        [b't', b'r', b'a', b'c', b'e', b'1'..=b'8'] => 10,
        b"debug" | b"dbg" | b"dbug" | b"fine" | b"config" | b"20" | b"7" | b"d" => 20,
        [b'd', b'e', b'b', b'u', b'g', b'1'..=b'5'] | [b'd', b'1'..=b'5'] => 20,
        b"info" | b"inf" | b"information" | b"informational" | b"log" | b"statement" | b"detail" | b"hint"
        | b"context" | b"system" | b"30" | b"6" | b"i" => 30,
        b"notice" | b"note" | b"success" | b"5" | b"n" => 35,
        b"warn" | b"warning" | b"wrn" | b"40" | b"4" | b"w" => 40,
        b"error" | b"err" | b"eror" | b"fail" | b"severe" | b"exception" | b"50" | b"3" | b"e" => 50,
        b"fatal" | b"ftl" | b"critical" | b"crit" | b"panic" | b"dpanic" | b"alert" | b"emerg" | b"emergency"
        | b"60" | b"2" | b"1" | b"0" | b"f" | b"c" => 60,
        _ => return None,
    };
    Some(rank)
}

/// What stands within one pair of brackets, without the blanks that pad it and the colon that
/// ends it.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let text = text.strip_suffix(b":").unwrap_or(text);
    match text {
        [b'[', within @ .., b']'] | [b'(', within @ .., b')'] | [b'<', within @ .., b'>'] => within.trim_ascii(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each vocabulary, from the mildest word to the worst.
    const VOCABULARIES: [&str; 19] = [
        "trace debug info notice warn error fatal",
        // syslog, nginx, Apache: words, then numbers.
        "debug info notice warn error crit alert emerg",
        "debug info notice warning err crit alert emerg",
        "trace8 trace7 trace6 trace5 trace4 trace3 trace2 trace1 debug info notice warn error crit alert emerg",
        "7 6 5 4 3 2 1 0",
        // bunyan and pino.
        "10 20 30 40 50 60",
        // glog and klog; MongoDB.
        "I W E F",
        "D5 D4 D3 D2 D1 I W E F",
        // Python, with loguru's.
        "TRACE DEBUG INFO SUCCESS WARNING ERROR CRITICAL",
        // java.util.logging, log4j.
        "FINEST FINER FINE CONFIG INFO WARNING SEVERE",
        "TRACE DEBUG INFO WARN ERROR FATAL",
        // Google Cloud.
        "DEFAULT DEBUG INFO NOTICE WARNING ERROR CRITICAL ALERT EMERGENCY",
        // .NET: names, the console's, Serilog's.
        "Trace Debug Information Warning Error Critical",
        "trce dbug info warn fail crit",
        "VRB DBG INF WRN ERR FTL",
        // PostgreSQL, as the log has it; MySQL.
        "DEBUG5 DEBUG4 DEBUG3 DEBUG2 DEBUG1 LOG INFO NOTICE WARNING ERROR FATAL PANIC",
        "Note Warning Error",
        // logrus and zap.
        "trace debug info warning error fatal panic",
        "debug info warn error dpanic panic fatal",
    ];

    #[test]
    fn no_vocabulary_is_turned_round() {
        for words in VOCABULARIES {
            let ranks: Vec<Option<u8>> = words.split(' ').map(|word| parse(word.as_bytes())).collect();
            assert!(ranks.iter().all(Option::is_some), "{words}: {ranks:?}");
            assert!(ranks.is_sorted(), "{words}: {ranks:?}");
            assert!(ranks.first() < ranks.last(), "{words}: {ranks:?}");
            for word in words.split(' ') {
                assert_eq!(parse(word.to_lowercase().as_bytes()), parse(word.to_uppercase().as_bytes()), "{word}");
                assert!(NAMES.iter().any(|(_, rank)| Some(*rank) == parse(word.as_bytes())), "{word}");
            }
        }
    }

    #[test]
    fn vocabularies_meet() {
        for (name, spellings) in [
            ("warn", "WARN warning Wrn 40 4 W"),
            ("error", "ERROR err Error SEVERE fail 50 3 E"),
            ("fatal", "FATAL Critical crit PANIC emerg 60 0 F"),
            ("info", "INFO Information informational 30 6 I LOG STATEMENT DETAIL HINT"),
            ("notice", "NOTICE note 5"),
        ] {
            for spelling in spellings.split(' ') {
                assert_eq!(parse(spelling.as_bytes()), word(name), "{spelling}");
            }
        }
    }

    #[test]
    fn the_levels_of_a_sample_are_known() {
        let text = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/timestamps/lnav-logfile_leveltest.0.log"
        ));
        let levels: Vec<Option<u8>> =
            text.lines().map(|line| line.split(' ').nth(2).and_then(|word| parse(word.as_bytes()))).collect();
        let names = ["trace", "debug", "debug", "debug", "info", "warn", "fatal", "invalid"];
        assert_eq!(levels, names.map(word));
    }

    #[test]
    fn brackets_and_blanks_are_left_out() {
        for spelling in ["[ERROR]", "[ error ]", "<3>", "(E)", "ERROR:", "[ERROR]:", "  Error\t", "[ERROR  ]"] {
            assert_eq!(parse(spelling.as_bytes()), word("error"), "{spelling}");
        }
        for spelling in
            ["", "[]", "[", ":", "[ERROR", "[[ERROR]]", "W/", "nonsense", "8", "100", "-1", "DEBUG6", "off", "notset"]
        {
            assert_eq!(parse(spelling.as_bytes()), None, "{spelling}");
        }
        assert_eq!(parse(&[b'e'; 4096]), None);
    }
}
