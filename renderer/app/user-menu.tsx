import { Menu, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconChevronDown,
  IconDeviceDesktop,
  IconLock,
  IconLogout,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { readRefusal } from '../ui/refusal.ts';
import { useDesk, useMe, useSession } from './desk.tsx';
import classes from './frame.module.css';

const schemes = [
  { value: 'light', name: 'Light', icon: IconSun },
  { value: 'dark', name: 'Dark', icon: IconMoon },
  { value: 'auto', name: 'As the system', icon: IconDeviceDesktop },
] as const;

/** Who is signed in, the look of the page, and the way out. */
export function UserMenu() {
  const { user, role } = useMe();
  const { session } = useSession();
  const desk = useDesk();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  async function signOut(): Promise<void> {
    try {
      await desk.staff.signOut();
      session.left();
    } catch (error) {
      const { message, next } = readRefusal(error);
      notifications.show({ title: message, message: next });
    }
  }

  async function lock(): Promise<void> {
    try {
      await desk.staff.lock();
      session.locked();
    } catch (error) {
      const { message, next } = readRefusal(error);
      notifications.show({ title: message, message: next });
    }
  }

  return (
    <Menu width={200} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <button type="button" className={classes.person} aria-label={`${user}, ${role}: menu`}>
          <span>{user}</span>
          {user !== role && <span className={classes.role}>{role}</span>}
          <IconChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {user === role ? user : `${user}, ${role}`}</Menu.Label>
        {schemes.map(({ value, name, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === value ? '✓' : undefined}
            onClick={() => setColorScheme(value)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLock size={16} />} onClick={() => void lock()}>
          Lock
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
