; The large model is overloaded today: the small one helps out, and in the worst case a person.
(define (ask model)
  (lambda (question) (llm-query #:instruction question #:model model #:retries 0)))
(define (person question error) (string-append "ask a person, since " (exn-message error)))

(define answer (try-fallback (ask "o3") (ask "gpt-4o-mini") person))
(displayln (answer "How many legs has a spider?"))
; expect: eight
