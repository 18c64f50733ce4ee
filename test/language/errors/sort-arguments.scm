;; What `sort` is called with.
(sort '(3 "2" 1) <)                            ; expect error: <: expected a number as argument 1, got "2"
