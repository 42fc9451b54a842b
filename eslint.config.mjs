import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["**/bin/**", "node_modules/**", "coverage/**", "site/**", "**/*.mjs", "**/*.cjs"] },
    ...tseslint.configs.strictTypeChecked,
    {
        files: ["**/*.ts", "**/*.tsx"],
        languageOptions: { parserOptions: { project: "./tsconfig.all.json" } },
        plugins: { "@pulumi": pulumi },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
            // Modules are loaded late on purpose, where start-up time counts.
            "@typescript-eslint/no-require-imports": "off",
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/dot-notation": "off",
            // Values come from policies, state files and users: what the types promise is checked all the same.
            "@typescript-eslint/no-unnecessary-condition": "off",
            eqeqeq: "error",
            "no-restricted-syntax": [
                "error",
                { selector: "TSAnyKeyword", message: "No any: use unknown and narrow it." },
            ],
        },
    },
    {
        files: ["test/**/*.ts", "bench/**/*.ts", "examples/**/*.ts"],
        rules: {
            "@typescript-eslint/no-unused-expressions": "off",
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-member-access": "off",
            "@typescript-eslint/no-unsafe-call": "off",
            "@typescript-eslint/no-unsafe-argument": "off",
            "@typescript-eslint/no-unsafe-return": "off",
            "@typescript-eslint/require-await": "off",
            "no-restricted-syntax": "off",
            "@typescript-eslint/no-explicit-any": "off",
        },
    },
);
