; What would it cost? A pilot of a few items by both models says it before the money is spent.
(define reviews
  (for/list ([i (in-range 1000)]) (format "Review ~a: ~a" i (list-ref '("lovely" "dreadful" "not bad, for the price") (modulo i 3)))))
(define (ask model)
  (lambda (review)
    (llm-query-async #:instruction "Sentiment. Return JSON: {label: str, confidence: 0-1}" #:data review #:model model
                     #:json #t #:temperature 0.0 #:max-tokens 50)))

(define plan
  (active-learning-plan reviews #:cheap (ask "gpt-4o-mini") #:expensive (ask "gpt-4o") #:target 0.9 #:pilot 40))
(for-each (lambda (way) (printf "~a: $~a\n" way (/ (round (* 1000 (hash-ref (hash-ref plan way) 'cost))) 1000)))
  '(cheap-only cascade expensive-only))
; expect: cheap-only: $0.008
; expect: cascade: $0.074
; expect: expensive-only: $0.14
(printf "of the cheap model's answers, about ~a agree; recommended: ~a\n"
  (hash-ref (hash-ref plan 'cheap-only) 'agreement-estimate) (hash-ref plan 'recommendation))
; expect: of the cheap model's answers, about 0.55 agree; recommended: cascade
