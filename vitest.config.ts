// Two suites: `main` is what `npm test` runs, `long` holds soaks and kill loops.
import { defineConfig } from "vitest/config";

const shared = {
  environment: "node",
  pool: "forks" as const,
  // Generous: these bound hangs, and no test asserts a time.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  setupFiles: ["test/support/clear-environment.ts"],
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ["test/support/global-setup.ts"],
    projects: [
      { test: { ...shared, name: "main", include: ["test/**/*.test.ts"], exclude: ["test/long/**", "test/bench/**"] } },
      {
        test: {
          ...shared,
          name: "long",
          include: ["test/long/**/*.test.ts"],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
