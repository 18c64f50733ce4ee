; One question to three models: the first that answers wins, and the others are hung up.
(define (ask model)
  (lambda () (llm-query-async #:instruction "What is the capital of Australia?" #:model model)))

(displayln (race (list (ask "gpt-4o") (ask "gpt-4o-mini") (ask "o3"))))
; expect: Canberra (from gpt-4o-mini)
