# What is no URL is None and counted; a part that is not there is None, and not counted.

$ printf '%s\n' '{"x":"https://a.example/p?q=1"}' '{"x":"/p#f"}' '{"x":"-"}' '{"x":"a.example"}' '{"x":"//h/p"}' '{"x":null}' '{"x":["/a"]}' '{"x":"http://[::1]:8080"}' | flitch 'select url(x).host as host, url(x).port as port, url(x).path as path, url(x).params.q as q, path_template(x) as t'
{"host":"a.example","port":null,"path":"/p","q":"1","t":"/p"}
{"host":null,"port":null,"path":"/p","q":null,"t":"/p"}
{"host":null,"port":null,"path":null,"q":null,"t":"-"}
{"host":null,"port":null,"path":null,"q":null,"t":"a.example"}
{"host":null,"port":null,"path":"//h/p","q":null,"t":"//h/p"}
{"host":null,"port":null,"path":null,"q":null,"t":null}
{"host":null,"port":null,"path":null,"q":null,"t":null}
{"host":"::1","port":8080,"path":"/","q":null,"t":"/"}
! flitch: 2 lines: `url(x)` could not be computed (first standard input:4); 1 line: `path_template(x)` could not be computed (first standard input:7)

$ printf '%s\n' '{"x":"HTTP://Bob:pw@Shop.Example:80/a%%20b?n=%41+b&n=2&e&%C3%A4=%FF#top"}' | flitch 'select url(x) as u'
{"u":{"scheme":"http","user":"Bob","host":"shop.example","port":80,"path":"/a%%20b","query":"n=%41+b&n=2&e&%C3%A4=%FF","fragment":"top","params":{"n":"A b","e":"","ä":"�"}}}

# Bad bytes stay, and come out as U+FFFD.

$ printf '/a\377/7?k=\376\n' | flitch 'select url(line) as u, path_template(line) as t'
{"u":{"path":"/a�/7","query":"k=�","params":{"k":"�"}},"t":"/a�/:int"}

$ flitch 'set u = url(referer) | where u.host is not None | count by u.host, u.path | head 2' access.log
{"u.host":"shop.example","u.path":"/","count":2}
{"u.host":"shop.example","u.path":"/login","count":1}

# What a header says, and what it does not.

$ printf '%s\n' '{"x":"curl/8.12.1"}' '{"x":""}' '{"x":"-"}' '{"x":null}' '{"x":"My\u00c4pp/1 (x)"}' '{"x":5}' | flitch 'select user_agent(x) as ua, user_agent(x).os as os'
{"ua":{"family":"curl","version":"8.12.1","bot":true},"os":null}
{"ua":null,"os":null}
{"ua":null,"os":null}
{"ua":null,"os":null}
{"ua":{"family":"MyÄpp","version":"1","bot":false},"os":null}
{"ua":{"family":"5","bot":false},"os":null}

$ flitch 'select parse_url(referer) as x' access.log
! flitch: unknown function `parse_url`
!   select parse_url(referer) as x
!          ^^^^^^^^^^^^^^^^^^
!   help: url(x).host
? 2
