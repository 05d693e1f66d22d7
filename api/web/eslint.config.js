import hooks from 'eslint-plugin-react-hooks'
import ts from 'typescript-eslint'

export default ts.config({ ignores: ['dist', 'node_modules'] }, ...ts.configs.strict, {
  files: ['**/*.{ts,tsx}'],
  ...hooks.configs.flat['recommended-latest'],
})
