; The cheap model labels every ticket; the dear one audits some at random, and answers where the cheap one was unsure.
(define complaints
  '("the parcel is late" "my card was refused" "it broke on the first day" "the parcel never came" "I was charged twice"))
(define tickets
  (for/list ([i (in-range 300)]) (format "Ticket ~a: ~a" i (list-ref complaints (modulo i 5)))))
(define (ask model)
  (lambda (ticket)
    (llm-query-async #:instruction "Classify. Return JSON: {category: str, confidence: 0-1}" #:data ticket #:model model
                     #:json #t #:temperature 0.0 #:max-tokens 50)))

(define-values (labels report)
  (active-learning tickets #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o") #:target 0.95 #:delta 0.1 #:progress #f))

(displayln (take labels 5))
; expect: (delivery payment quality delivery payment)
(printf "~a of ~a by the dear model, ~a of them to audit the cheap one\n"
  (hash-ref report 'escalated) (hash-ref report 'items) (hash-ref report 'audited))
; expect: 124 of 300 by the dear model, 99 of them to audit the cheap one
(printf "agreement with it is at least ~a, with probability 0.9\n" (hash-ref report 'agreement-certified))
; expect: agreement with it is at least 0.95, with probability 0.9
