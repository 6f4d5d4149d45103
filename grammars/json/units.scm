(pair key: (_) @name) @key
