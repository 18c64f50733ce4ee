; Three models disagree; each then sees what the others said, and two of them are convinced.
(define (judge model)
  (lambda (claim [others '()])
    (llm-query-async #:instruction (if (null? others)
                                       "true or false?"
                                       (string-append "true or false? Others said: " (string-join others ", ")))
                     #:data claim #:model model)))

(define report
  (consensus (map judge '("gpt-4o-mini" "gpt-4o" "o3")) "Bats are birds." #:threshold 1 #:rounds 2 #:report #t))
(printf "~a, after ~a rounds\n" (hash-ref report 'winner) (hash-ref report 'rounds))
; expect: false, after 2 rounds
