; Three models classify a mail. Spelling and punctuation do not split a vote; a tie is told, not hidden.
(define (ask model)
  (lambda (mail) (llm-query-async #:instruction "spam or mail?" #:data mail #:model model)))
(define judges (list (ask "gpt-4o-mini") (ask "gpt-4o") (ask "o3")))

(displayln (vote judges "You have WON a cruise" #:method 'majority))
; expect: Spam.

(define report (vote (take judges 2) "Invoice attached" #:method 'plurality #:report #t))
(displayln (if (hash-ref report 'tie) (hash-ref report 'tied) (hash-ref report 'winner)))
; expect: (mail spam)
