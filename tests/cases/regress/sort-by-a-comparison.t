# A key that opens with a minus and a letter is no option when an operator follows.
$ printf '{"n":1,"a":1}\n{"n":null,"a":2}\n{"n":3,"a":3}\n' | flitch -i json 'sort -n is None'
{"n":1,"a":1}
{"n":3,"a":3}
{"n":null,"a":2}
$ printf '{"n":1}\n' | flitch -i json 'sort -n n'
! flitch: `sort` has no options
!   sort -n n
!        ^^ a `-` before a key sorts downwards
!   help: sort n
? 2
