; A slow answer is not waited for: after a moment the same question goes to another model as well.
(define (ask model)
  (lambda () (llm-query-async #:instruction "Is the shop open on Sundays?" #:model model)))

(displayln (hedge (list (ask "gpt-4o") (ask "gpt-4o-mini")) #:delay 0.02))
; expect: no (from gpt-4o-mini)
