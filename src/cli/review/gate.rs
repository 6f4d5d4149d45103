//! Who may ask: the page that this process served to this machine, and nobody else. A page of another site that the same
//! browser shows knows neither the token nor may it say that it comes from here; and a name that only resolves to this
//! machine is not its own.
//!
//! Not here: what is answered.

use tiny_http::{Method, Request};

use crate::error::{Error, Result};

/// Random bytes of the token.
const BYTES: usize = 24;

/// The door.
pub(super) struct Gate {
    token: String,
    port: u16,
}

impl Gate {
    /// Makes a door with a new token.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub(super) fn new(port: u16) -> Result<Gate> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::new(format!("this system gives no random bytes: {error}")))?;
        Ok(Gate { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The token.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The address of the page.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Returns what is asked, behind the token.
    ///
    /// # Errors
    /// The status of the refusal.
    pub(super) fn asked(&self, request: &Request) -> std::result::Result<String, u16> {
        let header = |name: &str| -> Vec<&str> {
            let is_it = |header: &&tiny_http::Header| header.field.as_str().as_str().eq_ignore_ascii_case(name);
            request.headers().iter().filter(is_it).map(|header| header.value.as_str()).collect()
        };
        let asked = Asked {
            is_post: *request.method() == Method::Post,
            is_get: *request.method() == Method::Get,
            path: request.url(),
            host: &header("Host"),
            origin: &header("Origin"),
            site: &header("Sec-Fetch-Site"),
            token: &header("X-Oneness-Token"),
            kind: &header("Content-Type"),
        };
        self.judged(&asked)
    }

    fn judged(&self, asked: &Asked<'_>) -> std::result::Result<String, u16> {
        const REFUSED: u16 = 403;
        let own = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let [host] = asked.host else { return Err(REFUSED) };
        let origin = format!("http://{host}");
        let is_own_host = own.iter().any(|own| own == host);
        let is_own_origin = asked.origin.iter().all(|asked| *asked == origin);
        let is_own_site = asked.site.iter().all(|site| matches!(*site, "same-origin" | "none"));
        if !is_own_host || !is_own_origin || !is_own_site || !(asked.is_get || asked.is_post) {
            return Err(REFUSED);
        }
        let rest = asked.path.strip_prefix('/').unwrap_or_default();
        let (token, what) = rest.split_once('/').unwrap_or((rest, ""));
        if !is_same(token, &self.token) {
            return Err(REFUSED);
        }
        let is_asked_by_page = matches!(asked.token, [token] if is_same(token, &self.token))
            && matches!(asked.kind, [kind] if kind.starts_with("application/json"));
        if asked.is_post && !is_asked_by_page { Err(REFUSED) } else { Ok(what.to_owned()) }
    }
}

/// What a question says of itself.
struct Asked<'a> {
    is_post: bool,
    is_get: bool,
    path: &'a str,
    host: &'a [&'a str],
    origin: &'a [&'a str],
    site: &'a [&'a str],
    token: &'a [&'a str],
    kind: &'a [&'a str],
}

/// Compares all bytes, so that the time it takes tells nothing of where they differ.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_may_ask() {
        let gate = Gate { token: "abc".to_owned(), port: 80 };
        let page = Asked {
            is_post: false,
            is_get: true,
            path: "/abc/",
            host: &["127.0.0.1:80"],
            origin: &[],
            site: &["none"],
            token: &[],
            kind: &[],
        };
        let json = &["application/json"][..];
        let post = Asked { is_post: true, is_get: false, path: "/abc/apply", token: &["abc"], kind: json, ..page };
        assert_eq!(gate.judged(&page), Ok(String::new()));
        assert_eq!(gate.judged(&post), Ok("apply".to_owned()));
        let refused = [
            Asked { path: "/", ..page },
            Asked { path: "/abd/", ..page },
            Asked { path: "/abc%2f", ..page },
            Asked { host: &["evil.example:80"], ..page },
            Asked { host: &[], ..page },
            Asked { host: &["127.0.0.1:80", "evil.example"], ..page },
            Asked { host: &["127.0.0.1:81"], ..page },
            Asked { site: &["cross-site"], ..page },
            Asked { is_get: false, ..page },
            Asked { token: &[], ..post },
            Asked { token: &["abd"], ..post },
            Asked { origin: &["http://evil.example"], ..post },
            Asked { origin: &["null"], ..post },
            Asked { kind: &["text/plain"], ..post },
        ];
        for (at, asked) in refused.iter().enumerate() {
            assert_eq!(gate.judged(asked), Err(403), "{at}");
        }
        assert_eq!(Gate::new(1).map(|gate| gate.token.len()).unwrap_or_default(), BYTES * 2);
    }
}
