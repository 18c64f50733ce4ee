;; A table that can not be changed.
(define table (hash 'a 1))
(hash-set! table 'b 2)                         ; expect error: hash-set!: expected a mutable hash table as argument 1, got #hash((a . 1))
