; Three questions about one contract, asked at the same time.
(define contract "Either party may terminate on 30 days' notice. Liability is capped at the fees paid. The laws of Norway apply.")

(define (about question)
  (lambda () (llm-query-async #:instruction question #:data contract #:model "gpt-4o-mini")))

(define answers
  (parallel (list (about "How much notice must be given?")
                  (about "How far does liability go?")
                  (about "Which law governs?"))
            #:max-concurrent 3))
(for-each displayln answers)
; expect: 30 days
; expect: up to the fees paid
; expect: Norway
