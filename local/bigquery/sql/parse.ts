export { parseExpressionText, parseScript } from './syntax/script.ts';
