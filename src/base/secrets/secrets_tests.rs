//! What is found, what is not, and what stands in its place.

use super::*;

fn redacted(kinds: &[Secret], text: &str) -> String {
    let mut out = Vec::new();
    if !Redactor::new(kinds, None).rewrite(text.as_bytes(), false, &mut out) {
        out.extend_from_slice(text.as_bytes());
    }
    String::from_utf8(out).unwrap()
}

/// Each text by itself and with others around it, since scanners jump.
fn check(kind: Secret, cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(redacted(&[kind], text), *wanted);
        for pad in 0..20 {
            let around = |inner: &str| format!("{}\n{inner}\n{inner}{}", "~".repeat(pad), "\n~".repeat(pad));
            assert_eq!(redacted(&[kind], &around(text)), around(wanted), "{pad} around {text}");
        }
    }
}

#[test]
fn addresses_of_version_4_are_four_short_numbers() {
    check(
        Secret::Ip,
        &[
            ("1.2.3.4", "<ip>"),
            ("a=203.0.113.7:8080,999.1.22.333", "a=<ip>:8080,<ip>"),
            ("1234.5.6.7890", "1<ip>0"),
            ("10.1.2.3.4", "<ip>.4"),
            ("1.2.3 1.2.3. 1..2.3.4 .1.2.3 5.", "1.2.3 1.2.3. 1..2.3.4 .1.2.3 5."),
            ("v1.2.3.4-5.6.7.8", "v<ip>-<ip>"),
        ],
    );
}

#[test]
fn addresses_of_version_6_are_no_times_and_no_modules() {
    check(
        Secret::Ip,
        &[
            ("2001:db8::42 - - [02/Mar/2026:09:03:40 +0000]", "<ip> - - [02/Mar/2026:09:03:40 +0000]"),
            ("[::1]:8080 fe80::1%eth0.", "[<ip>]:8080 <ip>"),
            ("at ::1. or fe80::: no", "at <ip>. or fe80::: no"),
            ("2001:0db8:85a3:0000:0000:8a2e:0370:7334/64", "<ip>/64"),
            ("::ffff:192.0.2.1 dead:beef::cafe", "<ip> <ip>"),
            (
                "std::vec abc::def DB::ea 12:34:56 aa:bb:cc:dd:ee:ff",
                "std::vec abc::def DB::ea 12:34:56 aa:bb:cc:dd:ee:ff",
            ),
            ("x2001:db8::42 :: 1:2", "x2001:db8::42 :: 1:2"),
        ],
    );
}

#[test]
fn mail_addresses_have_a_domain_with_a_last_label_of_letters() {
    check(
        Secret::Email,
        &[
            ("<bob.b+x@mail.shop.example>", "<<email>>"),
            ("a@b.c a@b @b.example user@10.0.0.1 a@.example", "a@b.c a@b @b.example user@10.0.0.1 a@.example"),
            ("a@b.example.1 a@b.ex-ample a@b.example.", "<email>.1 <email>-ample <email>."),
            ("?to=bob%40shop.example&x=1", "?to=<email>&x=1"),
            ("j\u{fc}rgen@m\u{fc}nchen.example", "<email>"),
            ("a@b.example@c.example", "<email>@c.example"),
        ],
    );
}

#[test]
fn cards_pass_their_check() {
    check(
        Secret::Card,
        &[
            ("4111111111111111", "<card>"),
            ("pan=4111 1111 1111 1111, 4111-1111-1111-1111", "pan=<card>, <card>"),
            ("4111 1111 1111 1111 200 3782 822463 10005", "<card> 200 <card>"),
            ("5555555555554444 378282246310005 6011111111111117", "<card> <card> <card>"),
            ("4111111111111112 1712345678901 0.4111111111111111", "4111111111111112 1712345678901 0.4111111111111111"),
            (
                "x4111111111111111 4111111111111111x 41111111111111110",
                "x4111111111111111 4111111111111111x 41111111111111110",
            ),
            ("4111 1111-1111 1111", "4111 1111-1111 1111"),
        ],
    );
}

#[test]
fn phones_machines_and_things() {
    check(
        Secret::Phone,
        &[
            ("call +49 (30) 901820-12 or +14155550123.", "call <phone> or <phone>."),
            ("(415) 555-0123 415-555-0123 415.555.0123", "<phone> <phone> <phone>"),
            ("+0000 +1234567, 2026-03-02 x415-555-0123", "+0000 +1234567, 2026-03-02 x415-555-0123"),
        ],
    );
    check(
        Secret::Mac,
        &[
            ("00:1b:44:11:3a:B7 00-1B-44-11-3A-B7 001b.4411.3ab7", "<mac> <mac> <mac>"),
            ("00:1b:44:11:3a:b7:00 12:34:56 1234.5678.9012", "00:1b:44:11:3a:b7:00 12:34:56 1234.5678.9012"),
        ],
    );
    check(
        Secret::Uuid,
        &[
            ("id=123e4567-e89b-12d3-a456-426614174000;", "id=<uuid>;"),
            (
                "123e4567-e89b-12d3-a456-42661417400 123e4567-e89b-12d3-a456-42661417400g",
                "123e4567-e89b-12d3-a456-42661417400 123e4567-e89b-12d3-a456-42661417400g",
            ),
        ],
    );
}

#[test]
fn tokens_have_a_shape_or_a_name() {
    check(
        Secret::Token,
        &[
            ("password=hunter2 user=bob", "password=<token> user=bob"),
            ("DB_PASSWORD = 'a b c', next", "DB_PASSWORD = '<token>', next"),
            ("{\"apiKey\": \"k1\", \"x-api-key\":\"k2\"}", "{\"apiKey\": \"<token>\", \"x-api-key\":\"<token>\"}"),
            ("Authorization: Bearer abc", "Authorization: Bearer <token>"),
            ("sent bearer a1b2c3d4e5 today, basic authentication", "sent bearer <token> today, basic authentication"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.", "<token>"),
            ("key AKIAIOSFODNN7EXAMPLE!", "key <token>!"),
            ("postgres://app:s3cret@db/x?token=abc&y=1", "postgres://app:<token>@db/x?token=<token>&y=1"),
            (
                "Failed password for invalid user; max_tokens=17 pwd=/root",
                "Failed password for invalid user; max_tokens=17 pwd=/root",
            ),
            ("secret_key=a access_key_id=b", "secret_key=<token> access_key_id=<token>"),
        ],
    );
    assert!(NAMES_ARE_KNOWN.iter().all(|name| token::is_name(name.as_bytes())));
    assert!(!token::is_name(b"tokens") && !token::is_name(b"user"));
}

const NAMES_ARE_KNOWN: [&str; 4] = ["password", "X-Api-Key", "accessKeyId", "refresh_token"];

#[test]
fn escapes_hide_nothing_and_json_stays_json() {
    let all = [Secret::Ip, Secret::Email, Secret::Token, Secret::Card];
    let cases = [
        (r#"{"token":12345,"access_token":null}"#, r#"{"token":"<token>","access_token":null}"#),
        (r#"{"a":"bob\u0040shop.example"}"#, r#"{"a":"<email>"}"#),
        (r#"{"a":"x\ttom@shop.example\n10.0.0.1"}"#, r#"{"a":"x\t<email>\n<ip>"}"#),
        (r#"{"a":"\u000110.0.0.1"}"#, r#"{"a":"\u0001<ip>"}"#),
        (r#"{"password":"ab\"cd\\","b":1}"#, r#"{"password":"<token>","b":1}"#),
        (
            r#"{"log":"{\"password\":\"ab\\\"cd\",\"u\":\"b\\u0040c.example\"}"}"#,
            r#"{"log":"{\"password\":\"<token>\",\"u\":\"<email>\"}"}"#,
        ),
        (r#"{"a":"C:\dir 10.0.0.1"}"#, r#"{"a":"C:\dir <ip>"}"#),
        (r#"{"n":4111111111111111,"s":"4111111111111111"}"#, r#"{"n":"<card>","s":"<card>"}"#),
        (r#"msg="a\ttom@shop.example" x=\x40"#, r#"msg="a<email>" x=\x40"#),
        (r#"DOMAIN\tom@shop.example"#, r#"DOMAIN<email>"#),
        (r#"GET /?q=\x22bob\x40shop.example\x22"#, r#"GET /?q=\x22<email>\x22"#),
    ];
    for (text, wanted) in cases {
        assert_eq!(redacted(&all, text), wanted);
        let mut again = Vec::new();
        assert!(!Redactor::new(&all, None).rewrite(wanted.as_bytes(), false, &mut again), "{wanted} is changed again");
    }
}

#[test]
fn two_that_overlap_are_hidden_whole() {
    let text = "1.2.3.4@shop.example";
    assert_eq!(redacted(&[Secret::Ip, Secret::Email], text), "<email>");
}

#[test]
fn pseudonyms_are_what_hmac_says() {
    // printf 10.0.0.1 | openssl dgst -sha256 -hmac pepper
    let redactor = Redactor::new(&[Secret::Ip], Some(b"pepper"));
    let mut out = Vec::new();
    assert!(redactor.rewrite(b"10.0.0.1 10.0.0.2 10.0.0.1", false, &mut out));
    let text = String::from_utf8(out).unwrap();
    let masks: Vec<&str> = text.split(' ').collect();
    assert_eq!(masks[0], masks[2]);
    assert_ne!(masks[0], masks[1]);
    assert_eq!(masks[0], "<ip:2a2ffd3ffe3a>");
}
