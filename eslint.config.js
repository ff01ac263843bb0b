// What a person would otherwise have to look for: text that becomes markup or code, and slips of everyday.
import js from '@eslint/js';
import nounsanitized from 'eslint-plugin-no-unsanitized';
import globals from 'globals';

const MARKUP = 'Text of others must stay text: use createElement and textContent.';
const banned = (selector, message = MARKUP) => ({ selector, message });

const NEVER = [
  ...['innerHTML', 'outerHTML', 'srcdoc'].map((name) => banned(`MemberExpression[property.name="${name}"]`)),
  ...['insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe', 'parseHTMLUnsafe'].map((name) =>
    banned(`CallExpression[callee.property.name="${name}"]`),
  ),
  banned('CallExpression[callee.object.name="document"][callee.property.name=/^write/]'),
  banned('NewExpression[callee.name=/^(DOMParser|XSLTProcessor)$/]'),
  banned('CallExpression[callee.property.name="setAttribute"][arguments.0.value=/^(on|srcdoc$)/i]', 'Use addEventListener.'),
  banned('Property[key.name=/^on[a-z]+$/][parent.parent.callee.name="element"]', 'Use addEventListener.'),
  banned('Property[key.name="srcdoc"]'),
  banned('Literal[value=/^\\s*javascript:/i]', 'No code in addresses.'),
  banned('TemplateElement[value.raw=/^\\s*javascript:/i]', 'No code in addresses.'),
  banned('CallExpression[callee.name=/^set(Timeout|Interval)$/][arguments.0.type=/Literal$/]', 'No code in strings.'),
];

export default [
  { ignores: ['node_modules', '.venv', 'build', 'dist', 'tests/bench'] },
  js.configs.recommended,
  nounsanitized.configs.recommended,
  {
    languageOptions: { ecmaVersion: 'latest', globals: { ...globals.browser, chrome: 'readonly', browser: 'readonly' } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-restricted-syntax': ['error', ...NEVER],
      'no-unused-vars': ['error', { args: 'after-used', argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['extension/card/**', 'extension/content/**'], // classic scripts: each adds to one namespace
    languageOptions: { sourceType: 'script', globals: { lexibulleCard: 'writable', lexibulle: 'writable' } },
  },
  { files: ['eslint.config.js'], rules: { 'no-restricted-syntax': 'off' } }, // it names what it bans
];
