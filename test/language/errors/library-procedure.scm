;; An error of a procedure that is written in Scheme names it, and the line of the script's own call.
; only: fast stress
(define (pick items)
  (list (find 5 items)))                       ; expect error: find: expected a procedure as argument 1, got 5
(pick '(1 2))
