//! The languages with brackets that no grammar reads: a table.
//!
//! Not here: how they are read (`braces`).

use super::dialect::{Bare, Dialect, Ends, Head, Inside, Overloads, Shape, head};
use super::words::{C_LIKE, SHELL_LIKE, Syntax};
use crate::units::unit::UnitKind::{Block, Declaration, EnumEntry, Function, Import, Test, Type};
use Inside::{Columns, Fields, Keys, Members, Nothing, Slots, Values};
use Shape::{Again, Call, Line, Name, Own, Through, Titled, Worded};

/// A line of the table: what people call the language, its extensions and the beginnings of names of its files in lower case, how it is read.
pub(super) struct Known {
    pub name: &'static str,
    pub extensions: &'static [&'static str],
    pub files: &'static [&'static str],
    pub dialect: &'static Dialect,
}

const fn known(name: &'static str, extensions: &'static [&'static str], dialect: &'static Dialect) -> Known {
    Known { name, extensions, files: &[], dialect }
}

/// The languages.
pub(super) const KNOWN: &[Known] = &[
    known("Terraform", &["tf", "tfvars", "hcl", "nomad", "tofu"], &HCL),
    known("GraphQL", &["graphql", "graphqls", "gql"], &GRAPHQL),
    known("Protocol Buffers", &["proto"], &PROTO),
    known("Kotlin", &["kt", "kts"], &KOTLIN),
    known("Swift", &["swift"], &SWIFT),
    known("Dart", &["dart"], &DART),
    known("Scala", &["scala", "sc", "sbt"], &SCALA),
    Known { name: "Groovy", extensions: &["groovy", "gradle", "gvy"], files: &["jenkinsfile"], dialect: &GROOVY },
    known("Zig", &["zig", "zon"], &ZIG),
    known("Solidity", &["sol"], &SOLIDITY),
    known("Prisma", &["prisma"], &PRISMA),
    known("Thrift", &["thrift"], &THRIFT),
    known("FlatBuffers", &["fbs"], &FLATBUFFERS),
    known("Bicep", &["bicep", "bicepparam"], &BICEP),
    known("Nix", &["nix"], &NIX),
    known("Xcode project", &["pbxproj"], &PBXPROJ),
    known("Perl", &["pl", "pm", "t"], &PERL),
    known("PowerShell", &["ps1", "psm1"], &POWERSHELL),
    known("Haxe", &["hx"], &HAXE),
    known("Vala", &["vala"], &VALA),
    known("D", &["d", "di"], &VALA),
    known("shell", &["sh", "bash", "zsh", "ksh"], &SHELL),
    known("shaders", &["glsl", "vert", "frag", "comp", "hlsl", "metal", "wgsl"], &SHADER),
    known("Apex", &["cls", "trigger"], &VALA),
    known("Objective-C strings", &["strings"], &PBXPROJ),
];

/// Comments of C, strings of one line; nothing else.
const PLAIN: Syntax<'_> = Syntax { strings: &[("\"\"\"", "\"\"\""), ("\"", "\"")], ..C_LIKE };

const HCL: Dialect = Dialect {
    syntax: Syntax {
        line_comments: &["#", "//"],
        block_comments: &[("/*", "*/")],
        strings: &[("\"", "\"")],
        joints: "-",
        heredocs: true,
    },
    heads: &[],
    top: Keys(Ends::Line),
    bare: Bare::No,
    overloads: Overloads::No,
};

const GRAPHQL: Dialect = Dialect {
    syntax: Syntax { line_comments: &["#"], block_comments: &[], ..PLAIN },
    heads: &[
        head("type", Type, Name, Fields),
        head("input", Type, Name, Fields),
        head("interface", Type, Name, Fields),
        head("enum", Type, Name, Values),
        head("union", Type, Name, Nothing),
        head("scalar", Type, Name, Nothing),
        head("fragment", Function, Name, Nothing),
        head("query", Function, Name, Nothing),
        head("mutation", Function, Name, Nothing),
        head("subscription", Function, Name, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const PROTO: Dialect = Dialect {
    syntax: Syntax { strings: &[("\"", "\""), ("'", "'")], ..C_LIKE },
    heads: &[
        head("message", Type, Name, Slots),
        head("enum", Type, Name, Slots),
        head("service", Type, Name, Members),
        head("rpc", Function, Name, Nothing),
        head("oneof", Block, Through, Slots),
        head("extend", Type, Again, Slots),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const KOTLIN: Dialect = Dialect {
    syntax: Syntax { strings: &[("\"\"\"", "\"\"\""), ("\"", "\""), ("'", "'"), ("`", "`")], joints: "", ..C_LIKE },
    heads: &[
        head("fun", Function, Call, Nothing),
        head("class", Type, Name, Members),
        head("interface", Type, Name, Members),
        head("object", Type, Worded, Members),
        head("typealias", Declaration, Name, Nothing),
        head("val", Declaration, Name, Nothing),
        head("var", Declaration, Name, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::After,
};

const SWIFT: Dialect = Dialect {
    syntax: Syntax { joints: "$", ..PLAIN },
    heads: &[
        head("func", Function, Call, Nothing),
        head("init", Function, Own, Nothing),
        head("subscript", Function, Own, Nothing),
        head("class", Type, Name, Members),
        head("struct", Type, Name, Members),
        head("enum", Type, Name, Members),
        head("protocol", Type, Name, Members),
        head("actor", Type, Name, Members),
        head("extension", Type, Again, Members),
        head("typealias", Declaration, Name, Nothing),
        head("let", Declaration, Name, Nothing),
        head("var", Declaration, Name, Nothing),
        head("case", EnumEntry, Name, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::Labels,
};

const DART: Dialect = Dialect {
    syntax: C_LIKE,
    heads: &[
        head("class", Type, Name, Members),
        head("mixin", Type, Name, Members),
        head("enum", Type, Name, Members),
        head("extension", Type, Again, Members),
        head("typedef", Declaration, Name, Nothing),
        head("import", Import, Line, Nothing),
        head("export", Import, Line, Nothing),
        head("part", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::Any,
    overloads: Overloads::No,
};

const SCALA: Dialect = Dialect {
    syntax: Syntax { strings: &[("\"\"\"", "\"\"\""), ("\"", "\""), ("`", "`")], ..C_LIKE },
    heads: &[
        head("def", Function, Call, Nothing),
        head("class", Type, Name, Members),
        head("trait", Type, Name, Members),
        head("object", Type, Worded, Members),
        head("enum", Type, Name, Members),
        head("type", Declaration, Name, Nothing),
        head("val", Declaration, Name, Nothing),
        head("var", Declaration, Name, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::After,
};

const GROOVY: Dialect = Dialect {
    syntax: C_LIKE,
    heads: &[
        head("class", Type, Name, Members),
        head("interface", Type, Name, Members),
        head("trait", Type, Name, Members),
        head("enum", Type, Name, Members),
        head("task", Block, Name, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::Typed,
    overloads: Overloads::Before,
};

const ZIG: Dialect = Dialect {
    syntax: Syntax {
        block_comments: &[],
        line_comments: &["//", "\\\\"],
        strings: &[("\"", "\""), ("'", "'")],
        ..C_LIKE
    },
    heads: &[
        head("fn", Function, Call, Nothing),
        head("const", Declaration, Name, Members),
        head("var", Declaration, Name, Nothing),
        head("test", Test, Titled, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const SOLIDITY: Dialect = Dialect {
    syntax: C_LIKE,
    heads: &[
        head("contract", Type, Name, Members),
        head("interface", Type, Name, Members),
        head("library", Type, Name, Members),
        head("struct", Type, Name, Nothing),
        head("enum", Type, Name, Values),
        head("function", Function, Call, Nothing),
        head("modifier", Function, Name, Nothing),
        head("constructor", Function, Own, Nothing),
        head("event", Declaration, Call, Nothing),
        head("error", Declaration, Call, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::Before,
};

const PRISMA: Dialect = Dialect {
    syntax: PLAIN,
    heads: &[
        head("model", Type, Name, Columns),
        head("type", Type, Name, Columns),
        head("view", Type, Name, Columns),
        head("enum", Type, Name, Columns),
        head("datasource", Block, Name, Keys(Ends::Line)),
        head("generator", Block, Name, Keys(Ends::Line)),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const THRIFT: Dialect = Dialect {
    syntax: Syntax { line_comments: &["//", "#"], ..C_LIKE },
    heads: &[
        head("struct", Type, Name, Nothing),
        head("union", Type, Name, Nothing),
        head("exception", Type, Name, Nothing),
        head("enum", Type, Name, Values),
        head("service", Type, Name, Nothing),
        head("include", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const FLATBUFFERS: Dialect = Dialect {
    syntax: PLAIN,
    heads: &[
        head("table", Type, Name, Fields),
        head("struct", Type, Name, Fields),
        head("union", Type, Name, Values),
        head("enum", Type, Name, Values),
        head("include", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const BICEP: Dialect = Dialect {
    syntax: Syntax { strings: &[("'''", "'''"), ("'", "'")], joints: "", ..C_LIKE },
    heads: &[
        head("param", Declaration, Worded, Nothing),
        head("var", Declaration, Worded, Nothing),
        head("output", Declaration, Worded, Nothing),
        head("resource", Block, Worded, Nothing),
        head("module", Block, Worded, Nothing),
        head("func", Function, Call, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const NIX: Dialect = Dialect {
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        strings: &[("''", "''"), ("\"", "\"")],
        joints: "-'.",
        ..SHELL_LIKE
    },
    heads: &[],
    top: Keys(Ends::Sign),
    bare: Bare::No,
    overloads: Overloads::No,
};

const PBXPROJ: Dialect = Dialect {
    syntax: Syntax { strings: &[("\"", "\"")], ..C_LIKE },
    heads: &[],
    top: Keys(Ends::Sign),
    bare: Bare::No,
    overloads: Overloads::No,
};

const PERL: Dialect = Dialect {
    syntax: SHELL_LIKE,
    heads: &[head("sub", Function, Name, Nothing), head("use", Import, Line, Nothing)],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const POWERSHELL: Dialect = Dialect {
    syntax: Syntax { block_comments: &[("<#", "#>")], joints: "-$", ..SHELL_LIKE },
    heads: &[
        head("function", Function, Name, Nothing),
        head("Function", Function, Name, Nothing),
        head("filter", Function, Name, Nothing),
        head("class", Type, Name, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

/// What of a script does not parse: functions, by name.
const SHELL: Dialect = Dialect {
    syntax: Syntax { strings: &[("\"", "\""), ("'", "'")], joints: "-", heredocs: true, ..SHELL_LIKE },
    heads: &[head("function", Function, Name, Nothing)],
    top: Members,
    bare: Bare::Any,
    overloads: Overloads::No,
};

const HAXE: Dialect = Dialect {
    syntax: C_LIKE,
    heads: &[
        head("class", Type, Name, Members),
        head("interface", Type, Name, Members),
        head("enum", Type, Name, Nothing),
        head("typedef", Declaration, Name, Nothing),
        head("function", Function, Name, Nothing),
        head("var", Declaration, Name, Nothing),
        head("import", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::No,
    overloads: Overloads::No,
};

const VALA: Dialect = Dialect {
    syntax: C_LIKE,
    heads: &[
        head("namespace", Type, Again, Members),
        head("class", Type, Name, Members),
        head("interface", Type, Name, Members),
        head("struct", Type, Name, Members),
        head("enum", Type, Name, Nothing),
        head("import", Import, Line, Nothing),
        head("using", Import, Line, Nothing),
    ],
    top: Members,
    bare: Bare::Typed,
    overloads: Overloads::Before,
};

const SHADER_HEADS: &[Head] =
    &[head("struct", Type, Name, Nothing), head("cbuffer", Type, Name, Nothing), head("fn", Function, Name, Nothing)];

const SHADER: Dialect = Dialect {
    syntax: Syntax { line_comments: &["//", "#"], ..C_LIKE },
    heads: SHADER_HEADS,
    top: Members,
    bare: Bare::Typed,
    overloads: Overloads::Before,
};
