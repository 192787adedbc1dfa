//! Doubles in Python's format mini-language: fixed, exponential, general.

use super::fstring::{Misfit, Parts, Plain, Type};

/// The parts of a double as a spec wants it; `is_int` says that it was spelled as an integer.
pub(super) fn float_parts(f: f64, plain: &Plain, is_int: bool) -> Result<Parts<'static>, Misfit> {
    let (negative, x) = (f.is_sign_negative(), f.abs());
    let x = if plain.kind == Type::Percent { x * 100.0 } else { x };
    if !x.is_finite() {
        return Err(Misfit);
    }
    let precision = plain.precision.unwrap_or(6);
    let (whole, rest) = match plain.kind {
        Type::Exp | Type::ExpUpper => {
            let (digits, exp) = scientific(x, precision);
            exponential(&digits, exp, plain.alternate, plain.kind == Type::ExpUpper)
        }
        Type::Fixed | Type::Percent => {
            let spelled = format!("{x:.precision$}");
            let (whole, fraction) = spelled.split_once('.').unwrap_or((&spelled, ""));
            let mut rest = point(fraction, plain.alternate);
            if plain.kind == Type::Percent {
                rest.push('%');
            }
            (whole.to_string(), rest)
        }
        kind => general(x, precision.max(1), plain.alternate, kind == Type::Any && !is_int, kind == Type::GeneralUpper),
    };
    Ok(Parts { negative, prefix: "", whole: whole.into_bytes().into(), rest: rest.into_bytes().into() })
}

/// A fraction with its point, which goes when nothing follows it unless it is kept.
fn point(fraction: &str, keep: bool) -> String {
    if fraction.is_empty() && !keep { String::new() } else { format!(".{fraction}") }
}

/// The significant digits, `precision + 1` of them, and the exponent of the first.
fn scientific(x: f64, precision: usize) -> (String, i32) {
    let spelled = format!("{x:.precision$e}");
    let (mantissa, exp) = spelled.split_once('e').unwrap_or((&spelled, "0"));
    (mantissa.replace('.', ""), exp.parse().unwrap_or(0))
}

fn exponential(digits: &str, exp: i32, alternate: bool, upper: bool) -> (String, String) {
    let (whole, fraction) = digits.split_at(digits.len().min(1));
    let (e, sign) = (if upper { 'E' } else { 'e' }, if exp < 0 { '-' } else { '+' });
    (whole.to_string(), format!("{}{e}{sign}{:02}", point(fraction, alternate), exp.unsigned_abs()))
}

/// `g`: so many significant digits, in whichever form is shorter. `dot` is for no type at
/// all, which always shows a float as one.
fn general(x: f64, precision: usize, alternate: bool, dot: bool, upper: bool) -> (String, String) {
    let (digits, exp) = scientific(x, precision - 1);
    let short = |fraction: &str| fraction[..fraction.trim_end_matches(|c| c == '0' && !alternate).len()].to_string();
    if exp < -4 || exp >= precision as i32 - i32::from(dot) {
        let (first, fraction) = digits.split_at(1);
        return exponential(&format!("{first}{}", short(fraction)), exp, alternate, upper);
    }
    let (whole, fraction) = match usize::try_from(exp) {
        Ok(exp) => (digits[..=exp].to_string(), digits[exp + 1..].to_string()),
        Err(_) => ("0".to_string(), format!("{}{digits}", "0".repeat(exp.unsigned_abs() as usize - 1))),
    };
    let fraction = short(&fraction);
    (whole, if fraction.is_empty() && dot { ".0".to_string() } else { point(&fraction, alternate) })
}
