# None stays None; a number is taken as it is spelled; untouched values keep their spelling.
$ printf '{"a":"x-y","b":1.50,"c":null}\n{"a":"\\u0041","b":[1,"x"],"c":0}\n' | flitch 'replace r"[x.]" with "_" from a, b, c'
{"a":"_-y","b":"1_50","c":null}
{"a":"\u0041","b":"[1,\"_\"]","c":0}

$ printf 'a=10 b=x1\n' | flitch -i logfmt -o json 'replace "1" with "2" from a, b'
{"a":20,"b":"x2"}
