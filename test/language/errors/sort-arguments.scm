;; What `sort` is called with.
(length
  (sort '(3 "2" 1) <))                         ; expect error: <: expected a number as argument 1, got "2"
