import type { Role } from '../../../../src/contract/roles.ts'
import { useWords } from '../../../i18n/words.ts'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { teamWords } from './words.ts'

export const roleNames = ['owner', 'marketer', 'developer', 'viewer'] as const satisfies readonly Role[]

/** The roles with what each may do. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const words = useWords(teamWords)
  return (
    <RadioGroup<Role>
      legend={words.role}
      options={roleNames.map((role) => ({ value: role, label: words.roleWords[role].name, about: words.roleWords[role].about }))}
      value={value}
      onChange={onChange}
    />
  )
}
