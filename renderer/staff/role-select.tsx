import { Select } from '@mantine/core';
import { type Role, roles } from '../../contract/staff.ts';
import { roleWords } from './roles.ts';

/** Chooses a role; what it may do stands below. */
export function RoleSelect(props: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      description={roleWords[props.value]}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[...roles]}
      value={props.value}
      onChange={(value) => {
        const role = roles.find((each) => each === value);
        if (role !== undefined) props.onChange(role);
      }}
    />
  );
}
