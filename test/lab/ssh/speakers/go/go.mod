module lab

go 1.24

require golang.org/x/crypto v0.59.0
