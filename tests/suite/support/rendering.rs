//! Findings as a text that a reviewer can read: one block a finding, from the JSON that every door gives.

use serde_json::Value;

/// What a rendering shows of where a finding stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// Paths, lines and places.
    Everything,
    /// Places only, in an order that does not depend on lines: for a door that knows no merged result.
    Places,
}

/// Renders the findings of one JSON document, or of several that stand one after the other.
pub(crate) fn render(json: &str, shown: Where) -> String {
    let documents = serde_json::Deserializer::from_str(json).into_iter::<Value>();
    let documents: Vec<Value> = documents.map(|document| document.expect("the output is JSON")).collect();
    let mut blocks: Vec<String> = documents.iter().flat_map(findings).map(|finding| block(finding, shown)).collect();
    if shown == Where::Places {
        blocks.sort();
    }
    blocks.join("\n")
}

/// Returns the findings of one document.
pub(crate) fn findings(document: &Value) -> &[Value] {
    document["findings"].as_array().map_or(&[], Vec::as_slice)
}

fn block(finding: &Value, shown: Where) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let (ours, theirs) = (&finding["ours"], &finding["theirs"]);
    let head = format!("{}[{}]", text(&finding["severity"]), text(&finding["kind"]));
    let lines = |mark: &str, site: &Value| -> String {
        text(&site["text"]).lines().map(|line| format!("  {mark} {line}").trim_end().to_owned() + "\n").collect()
    };
    format!("{head} {}  ~  {}\n{}{}", site(ours, shown), site(theirs, shown), lines("<", ours), lines(">", theirs))
}

fn site(site: &Value, shown: Where) -> String {
    let lines = match (&site["start_line"], &site["end_line"]) {
        (Value::Null, _) => String::new(),
        (start, end) => format!(":{start}-{end}"),
    };
    let place = site["place"].as_str().filter(|place| !place.is_empty());
    let place = place.map_or(String::new(), |place| format!(" ({place})"));
    match shown {
        Where::Everything => format!("{}{lines}{place}", site["path"].as_str().unwrap_or("?")),
        Where::Places => format!("{}{place}", site["unit"].as_str().unwrap_or("?")),
    }
}
