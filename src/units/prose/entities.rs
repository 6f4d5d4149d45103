//! Signs that are written by name or number, as HTML and Markdown do: `&amp;`, `&#124;`, `&#x2014;`.
//!
//! Not here: tags (`sentence.rs`).

/// Signs by their names. What is not here is left as it stands.
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("apos", "'"),
    ("bull", " "),
    ("cent", "¢"),
    ("copy", "©"),
    ("deg", "°"),
    ("euro", "€"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("frac34", "¾"),
    ("gt", ">"),
    ("hellip", "…"),
    ("laquo", "«"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("middot", "·"),
    ("minus", "−"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("num", "#"),
    ("pound", "£"),
    ("quot", "\""),
    ("raquo", "»"),
    ("rdquo", "”"),
    ("reg", "®"),
    ("rsquo", "’"),
    ("shy", ""),
    ("szlig", "ß"),
    ("times", "×"),
    ("trade", "™"),
    ("vert", "|"),
];
/// The longest name, and the longest number with its marks.
const LONGEST: usize = 10;

/// Returns a text with the signs themselves in the place of their names and numbers.
#[must_use]
pub(super) fn decoded(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    let mut found = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('&') {
        found.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((sign, length)) => {
                found.push_str(&sign);
                rest = &rest[length..];
            }
            None => {
                found.push('&');
                rest = &rest[1..];
            }
        }
    }
    found + rest
}

/// The sign that is written at the start of a text, and how long its name is with the marks around it.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.find(';').filter(|end| *end <= LONGEST)?;
    let name = &text[1..end];
    let Some(number) = name.strip_prefix('#') else {
        let (_, sign) = NAMES.iter().find(|(known, _)| *known == name)?;
        return Some(((*sign).to_owned(), end + 1));
    };
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let code = hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16)).ok()?;
    let sign = char::from_u32(code).filter(|sign| !sign.is_control())?;
    Some((sign.to_string(), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_decoded() {
        let text = "a &#124; b&nbsp;&amp;lt; &#x2014; R&D; &unknown; &#0; &#99999999; &";
        assert_eq!(decoded(text.to_owned()), "a | b &lt; — R&D; &unknown; &#0; &#99999999; &");
    }

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted());
    }
}
