# Writes binomial.json: Rscript binomial.R. Base R 4.2.2.
cases <- list(
  c(3, 20, 0.05), c(0, 20, 0.05), c(20, 20, 0.5), c(10, 20, 0.5), c(9, 20, 0.5), c(4, 20, 0.5), c(120, 3000, 0.05), c(190, 3000, 0.05),
  c(150, 3000, 0.05), c(151, 3000, 0.05), c(4500, 1e5, 0.05), c(5200, 1e5, 0.05), c(49500, 1e6, 0.05), c(500900, 1e6, 0.5), c(1, 5, 0.2),
  c(2, 7, 0.3), c(700, 1000, 0.75), c(12, 40, 0.9), c(0, 1000, 0.01), c(25, 1000, 0.01), c(0, 3, 0.999), c(5, 5, 0.001),
  c(2510000, 5e7, 0.05), c(37, 911, 0.0625), c(3, 6, 0.5), c(3, 7, 0.5))
row <- function(k) {
  p <- function(side) binom.test(k[1], k[2], k[3], alternative = side)$p.value
  sprintf('{"events":%.0f,"total":%.0f,"share":%.17g,"both":%.17g,"greater":%.17g,"less":%.17g}',
    k[1], k[2], k[3], p("two.sided"), p("greater"), p("less"))
}
cat('{"source":"base R 4.2.2 binom.test, by binomial.R","cases":[', paste(sapply(cases, row), collapse = ",\n"), "]}\n", sep = "", file = "binomial.json")
