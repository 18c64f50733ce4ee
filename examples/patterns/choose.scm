; Short texts are translated by the small model, long ones by the large one.
(define (translate model)
  (lambda (text) (llm-query-async #:instruction "Translate into French" #:data text #:model model)))
(define (short? text) (< (string-length text) 20))

(define to-french (choose short? (translate "gpt-4o-mini") (translate "gpt-4o")))
(displayln (map-async to-french '("Good day" "The goods are returned at the seller's expense")))
; expect: (Bonjour Les marchandises sont retournées aux frais du vendeur)
