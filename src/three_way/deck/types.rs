//! Which part is of which content type, as `[Content_Types].xml` says it.
//!
//! Not here: which parts there are (`output`).

use crate::package::{CONTENT_TYPES, Package};
use crate::xml::Element;

/// The content types of one package.
#[derive(Debug, Clone, Default)]
pub(super) struct Types {
    /// By extension in lower case, as first written.
    defaults: Vec<(String, String)>,
    /// By part name in lower case.
    overrides: Vec<(String, String)>,
}

impl Types {
    /// Reads the types of a package.
    pub(super) fn read(package: &Package<'_>) -> Result<Types, String> {
        let root = package.xml(CONTENT_TYPES)?.root;
        let entry = |element: &Element, key: &str| {
            let key = element.attribute(key)?.trim_start_matches('/').to_lowercase();
            Some((key, element.attribute("ContentType")?.to_owned()))
        };
        Ok(Types {
            defaults: root.all("Default").filter_map(|element| entry(element, "Extension")).collect(),
            overrides: root.all("Override").filter_map(|element| entry(element, "PartName")).collect(),
        })
    }

    /// Returns the type of a part; empty where the package does not say.
    #[must_use]
    pub(super) fn of(&self, name: &str) -> String {
        let name = name.to_lowercase();
        let written = name.replace(' ', "%20");
        let named = self.overrides.iter().find(|(part, _)| *part == name || *part == written);
        named.map_or_else(|| self.by_extension(&name), |(_, kind)| kind.clone())
    }

    fn by_extension(&self, name: &str) -> String {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
        let found = self.defaults.iter().find(|(known, _)| *known == extension);
        found.map_or_else(String::new, |(_, kind)| kind.clone())
    }

    /// Writes the types of these parts: the defaults stay, and a part is named where its default is not its type.
    #[must_use]
    pub(super) fn write(&self, parts: &[(String, String)]) -> Vec<u8> {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
        );
        for (extension, kind) in &self.defaults {
            let (extension, kind) = (escape(extension), escape(kind));
            out.push_str(&format!("<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>"));
        }
        for (name, kind) in parts.iter().filter(|(name, kind)| !kind.is_empty() && self.by_extension(name) != *kind) {
            let name = escape(&name.replace(' ', "%20"));
            out.push_str(&format!("<Override PartName=\"/{name}\" ContentType=\"{}\"/>", escape(kind)));
        }
        out.push_str("</Types>");
        out.into_bytes()
    }
}
