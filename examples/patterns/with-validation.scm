; A model must name one of our departments; what is wrong goes back to it with the next try.
(define departments '("billing" "shipping" "repairs"))

(define (route mail [complaint #f])
  (llm-query-async #:instruction (if complaint
                                     (string-append "Which department? Your last answer was no good: " complaint)
                                     "Which department?")
                   #:data mail #:model "gpt-4o-mini"))
(define (known? answer)
  (or (member answer departments)
      (format "~a is none of ~a" answer (string-join departments ", "))))

(define safe-route (with-validation route known? #:max-retries 2 #:on-invalid "a human"))
(displayln (safe-route "My screen came broken"))
(displayln (safe-route "asdf"))
; expect: repairs
; expect: a human
