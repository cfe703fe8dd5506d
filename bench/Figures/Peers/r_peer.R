# Times R's test with its interval on each pair of files named on the command line, and prints n, milliseconds, p and the median difference.
files <- commandArgs(trailingOnly = TRUE)
cat(R.version.string, "\n", sep = "")
for (i in seq(1, length(files), 2)) {
  n <- file.size(files[i]) / 8
  baseline <- readBin(files[i], "double", n)
  canary <- readBin(files[i + 1], "double", n)
  test <- function() suppressWarnings(wilcox.test(canary, baseline, conf.int = TRUE))
  result <- test()
  times <- c()
  while (length(times) < 5 || (sum(times) < 1 && length(times) < 500)) {
    start <- proc.time()[["elapsed"]]
    rounds <- if (n <= 100) 20 else 1
    for (round in seq_len(rounds)) test()
    times <- c(times, (proc.time()[["elapsed"]] - start) / rounds)
  }
  # The estimate of the asymptotic test is a root found to 1e-4; the shift is the median of all differences.
  shift <- median(outer(canary, baseline, "-"))
  cat(n, format(1000 * median(times), digits = 17), format(result$p.value, digits = 17), format(shift, digits = 17), "\n")
}
