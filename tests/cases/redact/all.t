# Whatever read a value before: no output shows it.
$ printf '{"msg":"from bob@shop.example","user":{"mail":"bob\\u0040shop.example"}}\n' > x.jsonl; flitch 'set m = msg, d = user | redact email | select m, d, msg, user.mail, line' x.jsonl
{"m":"from <email>","d":{"mail":"<email>"},"msg":"from <email>","user.mail":"<email>","line":"{\"msg\":\"from <email>\",\"user\":{\"mail\":\"<email>\"}}"}
$ flitch 'where msg != "" and user.mail != "" | redact email' x.jsonl
{"msg":"from <email>","user":{"mail":"<email>"}}
$ flitch 'where msg != "" and user.mail != "" | redact email | select msg, user.mail' x.jsonl
{"msg":"from <email>","user.mail":"<email>"}
$ flitch 'sort msg | redact email' -o csv x.jsonl
msg,user.mail
from <email>,<email>
$ flitch 'rename msg as m | redact email' -o json x.jsonl
{"m":"from <email>","user":{"mail":"<email>"}}
$ flitch 'parse regex r"(?P<mail>\S+)$" from msg | where mail != "" | redact email' -o json x.jsonl
{"msg":"from <email>","user":{"mail":"<email>"},"mail":"<email>"}
! flitch: no record had a field `mail`
$ flitch 'parse regex r"from (?P<mail>[^\"]+)" | where mail != "" | redact email | select mail' x.jsonl
{"mail":"<email>"}
$ flitch 'count by msg | redact email' x.jsonl
{"msg":"from <email>","count":1}
$ flitch 'print msg | redact email' x.jsonl
from <email>
$ flitch 'tail 1 | redact email | tail 1 | select msg' x.jsonl
{"msg":"from <email>"}
$ flitch 'redact email | assert msg == "", f"{msg}"' x.jsonl
! flitch: x.jsonl:1: assert failed: from <email>
!   {"msg":"from <email>","user":{"mail":"<email>"}}
? 1

# A name tells where the value alone would not, under whatever name it goes.
$ printf '{"password":"x\\"y","n":1}\n' | flitch 'set p = password | redact token | select p, password, line'
{"p":"<token>","password":"<token>","line":"{\"password\":\"<token>\",\"n\":1}"}
$ printf '{"password":"xy"}\n' | flitch 'select password as p | redact token'
{"p":"<token>"}
$ printf 'password=xy n=1\n' | flitch -i logfmt -o json 'redact token from password'
{"password":"<token>","n":1}

# None stays None, numbers become text only where they are hidden.
$ printf '{"a":null,"b":4111111111111111,"c":17,"d":[{"e":"10.0.0.1"}]}\n{"a":""}\n' | flitch 'redact card, ip from a, b, c, d'
{"a":null,"b":"<card>","c":17,"d":[{"e":"<ip>"}]}
{"a":"","b":null,"c":null,"d":null}
$ printf '{"b":4111111111111111,"c":17,"t":"10.0.0.1\\n"}\r\n' | flitch 'redact card, ip' | od -c | tail -4
0000000   {   "   b   "   :   "   <   c   a   r   d   >   "   ,   "   c
0000020   "   :   1   7   ,   "   t   "   :   "   <   i   p   >   \   n
0000040   "   }  \r  \n
0000044

# Lines without anything to hide stay byte for byte.
$ printf 'a\377\r\n10.0.0.1 \377\r\n\nlast' | flitch 'redact ip, token' | od -c
0000000   a 377  \r  \n   <   i   p   >     377  \r  \n  \n   l   a   s
0000020   t
0000021

# Context lines are rewritten as well.
$ flitch -C 1 'redact ip | "pool"' app.log
2026-03-02 09:06:27 WARN  [auth] user alice may not delete user 9
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
2026-03-02 09:14:59 INFO  [orders] order 1002 placed by alice
$ flitch -B 6 'redact ip | "order 1002"' access.log app.log | grep -c 198
0
? 1

# Equal values stay equal, under one key; the key comes from the command line.
$ printf '10.0.0.1 10.0.0.2 10.0.0.1\n' | flitch --arg key=pepper 'redact ip hash arg.key'
<ip:2a2ffd3ffe3a> <ip:53aebc5ee9c7> <ip:2a2ffd3ffe3a>
$ printf '10.0.0.1\n' | flitch 'redact ip hash "salt"'
<ip:7e51953c5cff>
