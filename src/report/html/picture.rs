//! A picture as an address that holds all of it: base64, as pages take it.
//!
//! Not here: drawing (`cli::thumbnails`).

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes a PNG as an address.
pub(super) fn address(png: &[u8]) -> String {
    let mut text = String::from("data:image/png;base64,");
    for group in png.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > group.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64() {
        let said = |bytes: &[u8]| super::address(bytes).split_off("data:image/png;base64,".len());
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|text| said(text.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
        assert_eq!(said(&[255, 254, 253]), "//79");
    }
}
