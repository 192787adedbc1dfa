# `in cidr(...)` is a test like any other: two-valued, and `not in` is its complement.

$ printf '%s\n' '{"ip":"10.1.2.3"}' '{"ip":"::ffff:10.1.2.3"}' '{"ip":"11.0.0.1"}' '{"ip":"db-1"}' '{"ip":null}' '{"ip":7}' | flitch 'select ip, ip in cidr("10.0.0.0/8") as inside, ip not in cidr("10.0.0.0/8") as outside'
{"ip":"10.1.2.3","inside":true,"outside":false}
{"ip":"::ffff:10.1.2.3","inside":true,"outside":false}
{"ip":"11.0.0.1","inside":false,"outside":true}
{"ip":"db-1","inside":false,"outside":true}
{"ip":null,"inside":false,"outside":true}
{"ip":7,"inside":false,"outside":true}
! flitch: 2 lines: `ip` was not an address (first standard input:4)

$ flitch 'where ip in cidr("2001:db8::/32", "192.0.2.88") | count by ip' access.log
{"ip":"192.0.2.88","count":3}
{"ip":"2001:db8::42","count":2}

$ flitch 'where ip in cidr(("192.0.2.0/24", "203.0.113.0/24")) and status >= 500 | count' access.log
{"count":2}

# A file of networks, and one of the command line.

$ printf '203.0.113.0/24\r\n\n192.0.2.88\n' > nets.txt; flitch 'where ip not in cidr(lines("nets.txt")) | count by ip' access.log
{"ip":"198.51.100.23","count":4}
{"ip":"2001:db8::42","count":2}

$ flitch --arg net=198.51.100.0/24 'where ip in cidr(arg.net) | count' access.log
{"count":4}

# A network that a record names: what is none is counted.

$ printf '%s\n' '{"net":"10.0.0.0/8"}' '{"net":"fd00::/8"}' '{"net":"10.0.0.1/8"}' '{"net":null}' '{"net":8}' | flitch 'select "10.9.9.9" in cidr(net) as inside'
{"inside":true}
{"inside":false}
{"inside":false}
{"inside":false}
{"inside":false}
! flitch: 2 lines: `net` was not a network (first standard input:3)

# What is written out wrong is told before anything is read, with what was meant.

$ flitch 'where ip in cidr("10.1.2.3/8")' access.log
! flitch: `10.1.2.3/8` is not a network
!   where ip in cidr("10.1.2.3/8")
!                    ^^^^^^^^^^^^
!   help: "10.0.0.0/8"
? 2

$ flitch 'where ip in cidr("10.0.0.0/8", "192.168")' access.log
! flitch: `192.168` is not a network
!   where ip in cidr("10.0.0.0/8", "192.168")
!                                  ^^^^^^^^^
!   help: "192.168.0.0/16"
? 2

$ flitch 'where ip in cidr("10.0.0.0/255.255.0.0")' access.log
! flitch: `10.0.0.0/255.255.0.0` is not a network
!   where ip in cidr("10.0.0.0/255.255.0.0")
!                    ^^^^^^^^^^^^^^^^^^^^^^
!   help: "10.0.0.0/16"
? 2

$ flitch 'where ip in cidr("office")' access.log
! flitch: `office` is not a network
!   where ip in cidr("office")
!                    ^^^^^^^^
!   help: "10.0.0.0/8"
!   help: "2001:db8::/32"
? 2

$ printf '10.0.0.0/8\n10.0.0.0/64\n' > bad.txt; flitch 'where ip in cidr(lines("bad.txt"))' access.log
! flitch: `10.0.0.0/64` is not a network
!   where ip in cidr(lines("bad.txt"))
!                    ^^^^^^^^^^^^^^^^
!   help: "10.0.0.0/8"
!   help: "2001:db8::/32"
? 2

$ flitch 'where ip in cidr()' access.log
! flitch: `cidr` takes 1 to 1000 arguments, and got 0
!   where ip in cidr()
!               ^^^^^^
!   help: x in cidr("10.0.0.0/8", ...) or x in cidr(lines("FILE"))
? 2

# It is no value, and no method.

$ flitch 'set nets = cidr("10.0.0.0/8")' access.log
! flitch: `cidr` makes a set, which stands only after `in`
!   set nets = cidr("10.0.0.0/8")
!              ^^^^^^^^^^^^^^^^^^
!   help: x in cidr("10.0.0.0/8", ...) or x in cidr(lines("FILE"))
? 2

$ flitch 'where cidr(ip, "10.0.0.0/8")' access.log
! flitch: `cidr` makes a set, which stands only after `in`
!   where cidr(ip, "10.0.0.0/8")
!         ^^^^^^^^^^^^^^^^^^^^^^
!   help: x in cidr("10.0.0.0/8", ...) or x in cidr(lines("FILE"))
? 2

$ flitch 'where ip == cidr("10.0.0.0/8")' access.log
! flitch: `cidr` makes a set, which stands only after `in`
!   where ip == cidr("10.0.0.0/8")
!               ^^^^^^^^^^^^^^^^^^
!   help: x in cidr("10.0.0.0/8", ...) or x in cidr(lines("FILE"))
? 2

$ flitch 'where cidrmatch("10.0.0.0/8", ip)' access.log
! flitch: unknown function `cidrmatch`
!   where cidrmatch("10.0.0.0/8", ip)
!         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: ip in cidr("10.0.0.0/8")
? 2
